"""`sidelight library`: the curators' commands."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from sidelight import terminal
from sidelight.commands.group import PATHS, Commands, console, opened
from sidelight.errors import UnknownEntry
from sidelight.library.checks import check_library
from sidelight.library.compare import compare
from sidelight.library.files import read_entries, write_entries, write_entry

AUTHOR = "command line"


@click.group(name="library", cls=Commands)
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
    with opened() as shelf:
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
    with opened() as shelf:
        published = shelf.catalog.published(revision)
        written = write_entries([row.entry for row in published.entries], folder)
        click.echo(f"{len(written)} entries of revision {published.revision} written to {folder}.")


@library_commands.command(name="list")
def list_() -> None:
    """List all entries with their states."""
    with opened() as shelf:
        console.print(terminal.overview_table(shelf.catalog.overview()))


@library_commands.command()
@click.argument("entry_id")
def submit(entry_id: str) -> None:
    """Draft -> in review."""
    with opened() as shelf:
        shelf.workflow.submit(entry_id)
        click.echo(f"{entry_id} is in review. Next: sidelight library publish {entry_id}")


@library_commands.command(name="send-back")
@click.argument("entry_id")
def send_back(entry_id: str) -> None:
    """In review -> draft."""
    with opened() as shelf:
        shelf.workflow.send_back(entry_id)
        click.echo(f"{entry_id} is a draft again.")


@library_commands.command()
@click.argument("entry_id")
@click.option("--author", default=AUTHOR, show_default=True, help="Who publishes, for the history.")
@click.option("--comment", default="", help="Why, for the history.")
def publish(entry_id: str, author: str, comment: str) -> None:
    """In review -> published; readers see it within seconds."""
    with opened() as shelf:
        done = shelf.workflow.publish_draft(entry_id, author, comment)
        click.echo(f"{entry_id} is published in revision {done.revision}.")


@library_commands.command()
@click.argument("entry_id")
@click.option("--author", default=AUTHOR, show_default=True, help="Who retires it, for the history.")
@click.option("--comment", default="", help="Why, for the history.")
def retire(entry_id: str, author: str, comment: str) -> None:
    """Published -> retired; its notes disappear."""
    with opened() as shelf:
        done = shelf.workflow.retire(entry_id, author, comment)
        click.echo(f"{entry_id} is retired in revision {done.revision}.")


@library_commands.command()
@click.argument("entry_id")
def history(entry_id: str) -> None:
    """List the revisions of an entry."""
    with opened() as shelf:
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
    with opened() as shelf:
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
    with opened() as shelf:
        old = shelf.catalog.entry_revision(entry_id, before).entry
        new = shelf.catalog.entry_revision(entry_id, after).entry
        console.print(terminal.changes_table(compare(old, new)))
