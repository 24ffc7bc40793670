"""`sidelight reports`: what readers said of notes."""

from __future__ import annotations

import click

from sidelight import terminal
from sidelight.commands.group import Commands, console, opened


@click.group(name="reports", cls=Commands)
def report_commands() -> None:
    """Readers' reports on notes."""


@report_commands.command(name="list")
@click.option("--entry", help="Only those on one entry.")
@click.option("--most", type=click.IntRange(1), default=100, show_default=True, help="How many to show.")
def list_(entry: str | None, most: int) -> None:
    """List reports, newest first, with the readers' words while they are kept."""
    with opened() as shelf:
        console.print(terminal.reports_table(shelf.reports.listed(entry, most)))


@report_commands.command()
def counts() -> None:
    """Count reports by entry and kind."""
    with opened() as shelf:
        console.print(terminal.report_counts_table(shelf.reports.counts()))
