"""What all commands share: errors as sentences, the console, the library opened and closed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console

from sidelight.errors import SidelightError
from sidelight.settings import Settings, load_settings

if TYPE_CHECKING:
    from sidelight.app import Shelf

console = Console()
PATHS = click.Path(exists=False, path_type=Path)


class Commands(click.Group):
    """A group whose commands end with the sentence of a SidelightError, not with a traceback."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except SidelightError as error:
            click.echo(f"sidelight: {error}", err=True)
            context.exit(2)


@contextmanager
def opened(chosen: Settings | None = None, log_level: str = "warning") -> Iterator[Shelf]:
    """The library, closed again at the end."""
    from sidelight.app import open_shelf
    from sidelight.operations.logs import configure_logs

    configure_logs(log_level)
    shelf = open_shelf(chosen or load_settings())
    try:
        yield shelf
    finally:
        shelf.close()


@contextmanager
def status(text: str, quiet: bool) -> Iterator[None]:
    """Says what takes so long, where a person watches."""
    if quiet or not sys.stderr.isatty():
        yield
    else:
        with Console(stderr=True).status(text):
            yield
