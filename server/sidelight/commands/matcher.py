"""Commands about the matcher: train it, calibrate it, judge it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sidelight import terminal
from sidelight.commands.group import PATHS, console
from sidelight.library.entry import Entry
from sidelight.library.files import read_entries
from sidelight.settings import load_settings

if TYPE_CHECKING:
    from sidelight.matching.articles import AnnotatedPage
    from sidelight.matching.corpus import Domain


LIBRARY = click.option(
    "--library", type=PATHS, help="Folder of entries for the pages; the starter library where none is given."
)


@click.command()
@click.argument("material", type=PATHS)
@click.option("--output", type=PATHS, help="Weights to write; the shipped ones where none is given.")
@click.option("--epochs", type=click.FloatRange(0.01), default=1.0, show_default=True, help="Passes over the material.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same weights.")
def train(material: Path, output: Path | None, epochs: float, seed: int) -> None:
    """Teach the shipped verifier from a folder of MATERIAL: entries, labelled sentences, annotated articles.

    Takes about forty minutes on two cores. Afterwards run `sidelight calibrate`: a calibration belongs to its weights.
    """
    from sidelight.matching.crossencoder import SHIPPED_WEIGHTS
    from sidelight.matching.encoder import Encoder
    from sidelight.matching.training import train as train_verifier

    chosen = load_settings()
    target = output or SHIPPED_WEIGHTS
    done = train_verifier(material, target, Encoder(chosen.model, chosen.encoder_queue), epochs, seed)
    click.echo(f"Learned from {done.examples} pairs of {done.domains} domains. Wrote {target}")


@click.command()
@click.argument("corpus", type=PATHS, required=False)
@click.option(
    "--articles", type=PATHS, multiple=True, required=True, help="Annotated articles (JSON lines); repeatable."
)
@click.option("--background", type=PATHS, required=True, help="Folder of .txt pages on which every note is false.")
@LIBRARY
@click.option("--output", type=PATHS, help="File to write; calibration.json in the data folder where none is given.")
def calibrate(
    corpus: Path | None, articles: tuple[Path, ...], background: Path, library: Path | None, output: Path | None
) -> None:
    """Fit the probability and the threshold of notes to the models in use, and say how good they are.

    A CORPUS of labelled sentences beside the pages teaches the traps.
    """
    from sidelight.app import calibrate as calibrate_matcher
    from sidelight.matching.verify import write_calibration

    chosen = load_settings()
    domains, pages = _material(corpus, articles, background)
    report = calibrate_matcher(chosen, _entries_of(library), pages, domains)
    console.print(terminal.calibration_tables(report))
    target = output or chosen.data_dir / "calibration.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    write_calibration(report.calibration, target)
    click.echo(f"Wrote {target}")


@click.command()
@click.argument("corpus", type=PATHS, required=False)
@click.option("--articles", type=PATHS, multiple=True, help="Annotated articles (JSON lines); repeatable.")
@click.option("--background", type=PATHS, help="Folder of .txt pages on which every note is false.")
@LIBRARY
@click.option(
    "--leave-one-domain-out",
    is_flag=True,
    help="Fit to the material itself: judge each domain by a fit to the rest, each page by a fit to other pages.",
)
@click.option("--checkthat", type=PATHS, help="Folder of CheckThat! task 2 data: rank verified claims for each query.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
@click.option("--placements", type=PATHS, help="File to which every note shown is written, one JSON object a line.")
@click.option("--diagram", type=PATHS, help="PNG file for the reliability diagram of the corpus.")
def evaluate(
    corpus: Path | None,
    articles: tuple[Path, ...],
    background: Path | None,
    library: Path | None,
    leave_one_domain_out: bool,
    checkthat: Path | None,
    as_json: bool,
    placements: Path | None,
    diagram: Path | None,
) -> None:
    """Judge the matcher: on a CORPUS of labelled sentences, on annotated articles, on background pages."""
    if not (corpus or articles or background or checkthat):
        raise click.UsageError("Give a CORPUS, --articles, --background or --checkthat.")
    from sidelight.app import Material
    from sidelight.app import evaluate as evaluate_matcher
    from sidelight.matching.anchor import read_anchor

    domains, pages = _material(corpus, articles, background)
    anchor = read_anchor(checkthat) if checkthat else None
    report = evaluate_matcher(
        load_settings(), Material(domains, pages, _entries_of(library), anchor), leave_one_domain_out
    )
    if placements:
        report.write_placements(placements)
    if diagram and report.corpus is not None:
        report.draw_reliability(diagram)
    if as_json:
        click.echo(json.dumps(report.as_json(), indent=2))
    else:
        console.print(terminal.evaluation_tables(report))


def _material(
    corpus: Path | None, articles: tuple[Path, ...], background: Path | None
) -> tuple[list[Domain], list[AnnotatedPage]]:
    from sidelight.matching.articles import read_articles, read_background
    from sidelight.matching.corpus import read_corpus

    pages = [page for file in articles for page in read_articles(file)]
    if background:
        pages += read_background(background)
    return read_corpus(corpus) if corpus else [], pages


def _entries_of(library: Path | None) -> list[Entry]:
    from sidelight.library.starter import starter_entries

    return read_entries([library]) if library else starter_entries()
