"""The `sidelight` command. Bad input ends with one clear sentence and exit status 2."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import click

from sidelight import __version__, terminal
from sidelight.commands.group import Commands, console, opened, status
from sidelight.commands.library import library_commands
from sidelight.commands.matcher import calibrate, evaluate, train
from sidelight.commands.reports import report_commands
from sidelight.reading.page import Page
from sidelight.settings import load_settings

if TYPE_CHECKING:
    from sidelight.app import Parts


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="sidelight")
def main() -> None:
    """Short, sourced context beside the sentence that needs it.

    Settings come from the environment: `sidelight settings` lists them.
    """


@main.command()
def serve() -> None:
    """Start the server, with its embedded parts where the settings name no others.

    Stops cleanly on Ctrl-C.
    """
    from sidelight.app import create_app, open_shelf, stock
    from sidelight.operations.logs import configure_logs
    from sidelight.operations.server import Server, claim_address, services

    settings = load_settings()
    configure_logs(settings.log_level)
    address = f"http://{'127.0.0.1' if settings.host in ('0.0.0.0', '::') else settings.host}:{settings.port}"  # noqa: S104
    claim_address(settings)
    # Before gunicorn takes over, an end by SIGTERM must still stop what was started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with services(settings) as ready:
        shelf = open_shelf(ready)
        published = stock(shelf, ready)
        shelf.close()
        if published and published.changed:
            click.echo(f"Published {len(published.changed)} entries that come with Sidelight.")
        click.echo("Loading the model and the library (a few seconds)…")
        Server(ready, lambda: create_app(ready), lambda: click.echo(terminal.welcome(address))).run()


PUBLISHED = click.option(
    "--published", type=click.DateTime(["%Y-%m-%d"]), help="The page's date, where it states none."
)


@main.command()
@click.argument("page", metavar="FILE|URL|-")
@click.option("--json", "as_json", is_flag=True, help="Print the API's own answer, with each note's sentence.")
@PUBLISHED
def annotate(page: str, as_json: bool, published: datetime | None) -> None:
    """Print the notes of a page: a file, a web address, or `-` for standard input; HTML or plain text."""
    read = _page(page, published)
    with _assembled(quiet=as_json) as parts:
        answer = parts.annotator.annotate(read)
    if as_json:
        data = answer.model_dump(mode="json")
        for note in data["notes"]:
            note["sentence"] = note["target"]["selector"]["exact"]
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        console.print(terminal.page(read, answer))


@main.command()
@click.argument("page", metavar="FILE|URL|-")
@PUBLISHED
def explain(page: str, published: datetime | None) -> None:
    """Show, sentence by sentence, which entries are near and why each is shown or not."""
    read = _page(page, published)
    with _assembled(quiet=False) as parts:
        work = parts.annotator.work(read, parts.editions.current)
    console.print(terminal.explanation(work))


def _page(name: str, published: datetime | None) -> Page:
    from sidelight.reading.fetch import read_page
    from sidelight.reading.limits import check_page

    read = read_page(name)
    if published is not None:
        read = replace(read, published=published.date())
    check_page(read, load_settings())
    return read


@contextmanager
def _assembled(quiet: bool) -> Iterator[Parts]:
    from sidelight.app import assemble, stock

    chosen = load_settings()
    with opened(chosen, "error") as shelf:
        stock(shelf, chosen)
        with status("Loading the model and the library…", quiet):
            parts = assemble(shelf, chosen)
        yield parts


@main.command()
def settings() -> None:
    """List every setting: its environment variable, its value here, and what it means."""
    console.print(terminal.settings_table(load_settings()))


for command in (train, calibrate, evaluate, library_commands, report_commands):
    main.add_command(command)


if __name__ == "__main__":
    main(prog_name="sidelight")
