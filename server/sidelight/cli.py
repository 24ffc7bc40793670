"""The `sidelight` command. Bad input ends with one clear sentence and exit status 2."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console

from sidelight import __version__, terminal
from sidelight.errors import SidelightError, UnknownEntry
from sidelight.library.checks import check_library
from sidelight.library.compare import compare
from sidelight.library.entry import Entry
from sidelight.library.files import read_entries, write_entries, write_entry
from sidelight.reading.page import Page
from sidelight.settings import Settings, load_settings

if TYPE_CHECKING:
    from sidelight.app import Parts

console = Console()
AUTHOR = "command line"

PATHS = click.Path(exists=False, path_type=Path)


class Commands(click.Group):
    """A group whose commands end with the sentence of a SidelightError, not with a traceback."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except SidelightError as error:
            click.echo(f"sidelight: {error}", err=True)
            context.exit(2)


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
    from sidelight.app import assemble, open_shelf, stock
    from sidelight.operations.logs import configure_logs

    chosen = load_settings()
    configure_logs("error")
    with _shelf(chosen, open_shelf) as shelf:
        stock(shelf, chosen)
        with _status("Loading the model and the library…", quiet):
            parts = assemble(shelf, chosen)
        yield parts


@main.command()
def settings() -> None:
    """List every setting: its environment variable, its value here, and what it means."""
    console.print(terminal.settings_table(load_settings()))


@main.command()
@click.option(
    "--articles", type=PATHS, multiple=True, required=True, help="Annotated articles (JSON lines); repeatable."
)
@click.option("--background", type=PATHS, required=True, help="Folder of .txt pages on which every note is false.")
@click.option("--library", type=PATHS, help="Folder of entries; the starter library where none is given.")
@click.option("--output", type=PATHS, help="File to write; calibration.json in the data folder where none is given.")
def calibrate(articles: tuple[Path, ...], background: Path, library: Path | None, output: Path | None) -> None:
    """Fit the probability and the threshold of notes to the model in use, and say how good they are."""
    from sidelight.matching.articles import read_articles, read_background
    from sidelight.matching.calibration import fit_calibration
    from sidelight.matching.encoder import Encoder
    from sidelight.matching.verify import write_calibration

    chosen = load_settings()
    pages = [*(page for file in articles for page in read_articles(file)), *read_background(background)]
    encoder = Encoder(chosen.model, chosen.encoder_queue)
    report = fit_calibration(encoder, _entries_of(library), pages, chosen.max_notes)
    console.print(terminal.calibration_table(report))
    target = output or chosen.data_dir / "calibration.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    write_calibration(report.calibration, target)
    click.echo(f"Wrote {target}")


@main.command()
@click.argument("corpus", type=PATHS, required=False)
@click.option("--articles", type=PATHS, multiple=True, help="Annotated articles (JSON lines); repeatable.")
@click.option("--background", type=PATHS, help="Folder of .txt pages on which every note is false.")
@click.option("--library", type=PATHS, help="Folder of entries for the pages; the starter library where none is given.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
@click.option("--placements", type=PATHS, help="File to which every note shown is written, one JSON object a line.")
@click.option("--diagram", type=PATHS, help="PNG file for the reliability diagram of the corpus.")
def evaluate(
    corpus: Path | None,
    articles: tuple[Path, ...],
    background: Path | None,
    library: Path | None,
    as_json: bool,
    placements: Path | None,
    diagram: Path | None,
) -> None:
    """Judge the matcher: on a CORPUS of labelled sentences, on annotated articles, on background pages."""
    if not (corpus or articles or background):
        raise click.UsageError("Give a CORPUS, --articles or --background.")
    from sidelight.app import evaluate as evaluate_matcher
    from sidelight.matching.articles import read_articles, read_background
    from sidelight.matching.corpus import read_corpus

    domains = read_corpus(corpus) if corpus else []
    pages = [page for file in articles for page in read_articles(file)]
    if background:
        pages += read_background(background)
    report = evaluate_matcher(load_settings(), domains, pages, _entries_of(library))
    if placements:
        report.write_placements(placements)
    if diagram and report.corpus is not None:
        report.draw_reliability(diagram)
    if as_json:
        click.echo(json.dumps(report.as_json(), indent=2))
    else:
        console.print(terminal.evaluation_tables(report))


def _entries_of(library: Path | None) -> list[Entry]:
    from sidelight.library.starter import starter_entries

    return read_entries([library]) if library else starter_entries()


@main.group(name="library", cls=Commands)
def library_commands() -> None:
    """The library of entries: check, import, export, look at its history."""


@library_commands.command()
@click.argument("paths", nargs=-1, required=True, type=PATHS)
def check(paths: tuple[Path, ...]) -> None:
    """Check entry files or folders, without importing them. Exit status 1 when something is wrong."""
    entries = read_entries(paths)
    problems = check_library(entries, date.today())
    for problem in problems:
        click.echo(str(problem), err=True)
    if problems:
        click.echo(f"{len(problems)} problems in {len(entries)} entries.", err=True)
        raise SystemExit(1)
    click.echo(f"{len(entries)} entries, no problem.")


@library_commands.command(name="import")
@click.argument("paths", nargs=-1, required=True, type=PATHS)
@click.option("--publish", is_flag=True, help="Publish them at once; all or none.")
@click.option("--author", default=AUTHOR, show_default=True, help="Who publishes, for the history.")
@click.option("--comment", default="", help="Why, for the history.")
def import_(paths: tuple[Path, ...], publish: bool, author: str, comment: str) -> None:
    """Read entry files or folders, as drafts or, with --publish, for readers at once."""
    entries = read_entries(paths)
    with _opened() as shelf:
        if publish:
            done = shelf.workflow.publish(entries, author, comment)
            unchanged = len(entries) - len(done.changed)
            click.echo(f"Revision {done.revision}: {len(done.changed)} published, {unchanged} unchanged.")
        else:
            shelf.workflow.save_drafts(entries, author)
            click.echo(f"{len(entries)} saved as drafts. Next: sidelight library submit ID")


@library_commands.command()
@click.argument("folder", type=PATHS)
@click.option("--revision", type=int, help="An earlier revision of the library.")
def export(folder: Path, revision: int | None) -> None:
    """Write every published entry to FOLDER, one YAML file each."""
    with _opened() as shelf:
        published = shelf.catalog.published(revision)
        written = write_entries([row.entry for row in published.entries], folder)
        click.echo(f"{len(written)} entries of revision {published.revision} written to {folder}.")


@library_commands.command(name="list")
def list_() -> None:
    """List all entries with their states."""
    with _opened() as shelf:
        console.print(terminal.overview_table(shelf.catalog.overview()))


@library_commands.command()
@click.argument("entry_id")
def submit(entry_id: str) -> None:
    """Draft -> in review."""
    with _opened() as shelf:
        shelf.workflow.submit(entry_id)
        click.echo(f"{entry_id} is in review. Next: sidelight library publish {entry_id}")


@library_commands.command(name="send-back")
@click.argument("entry_id")
def send_back(entry_id: str) -> None:
    """In review -> draft."""
    with _opened() as shelf:
        shelf.workflow.send_back(entry_id)
        click.echo(f"{entry_id} is a draft again.")


@library_commands.command()
@click.argument("entry_id")
@click.option("--author", default=AUTHOR, show_default=True, help="Who publishes, for the history.")
@click.option("--comment", default="", help="Why, for the history.")
def publish(entry_id: str, author: str, comment: str) -> None:
    """In review -> published; readers see it within seconds."""
    with _opened() as shelf:
        done = shelf.workflow.publish_draft(entry_id, author, comment)
        click.echo(f"{entry_id} is published in revision {done.revision}.")


@library_commands.command()
@click.argument("entry_id")
@click.option("--author", default=AUTHOR, show_default=True, help="Who retires it, for the history.")
@click.option("--comment", default="", help="Why, for the history.")
def retire(entry_id: str, author: str, comment: str) -> None:
    """Published -> retired; its notes disappear."""
    with _opened() as shelf:
        done = shelf.workflow.retire(entry_id, author, comment)
        click.echo(f"{entry_id} is retired in revision {done.revision}.")


@library_commands.command()
@click.argument("entry_id")
def history(entry_id: str) -> None:
    """List the revisions of an entry."""
    with _opened() as shelf:
        revisions = shelf.catalog.history(entry_id)
        if not revisions:
            raise UnknownEntry(f"'{entry_id}' was never published.")
        console.print(terminal.history_table(revisions))


@library_commands.command()
@click.argument("entry_id")
@click.option("--revision", type=int, help="A revision of the entry; the published one where none is given.")
@click.option("--draft", is_flag=True, help="The draft instead.")
def show(entry_id: str, revision: int | None, draft: bool) -> None:
    """Print an entry as YAML."""
    with _opened() as shelf:
        if draft:
            entry = shelf.catalog.draft(entry_id)
        elif revision is None:
            entry = shelf.catalog.entry(entry_id).entry
        else:
            entry = shelf.catalog.entry_revision(entry_id, revision).entry
        click.echo(write_entry(entry), nl=False)


@library_commands.command()
@click.argument("entry_id")
@click.argument("before", type=int)
@click.argument("after", type=int)
def diff(entry_id: str, before: int, after: int) -> None:
    """Compare two revisions of an entry, field by field."""
    with _opened() as shelf:
        old = shelf.catalog.entry_revision(entry_id, before).entry
        new = shelf.catalog.entry_revision(entry_id, after).entry
        console.print(terminal.changes_table(compare(old, new)))


@contextmanager
def _opened() -> Iterator[Any]:
    from sidelight.app import open_shelf
    from sidelight.operations.logs import configure_logs

    configure_logs("warning")
    with _shelf(load_settings(), open_shelf) as shelf:
        yield shelf


@contextmanager
def _shelf(chosen: Settings, open_shelf: Callable[[Settings], Any]) -> Iterator[Any]:
    shelf = open_shelf(chosen)
    try:
        yield shelf
    finally:
        shelf.close()


@contextmanager
def _status(text: str, quiet: bool) -> Iterator[None]:
    if quiet or not sys.stderr.isatty():
        yield
    else:
        with Console(stderr=True).status(text):
            yield


if __name__ == "__main__":
    main(prog_name="sidelight")
