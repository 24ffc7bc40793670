"""What the `sidelight` command prints for people, by rich."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import SecretStr
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from sidelight.feedback.report import KeptReport, ReportCount
from sidelight.library.catalog import EntryRevision, Overview
from sidelight.library.compare import FieldChange
from sidelight.notes.note import Note, NoteEstimate, NotesAnswer
from sidelight.reading.page import Page, Sentence
from sidelight.settings import PREFIX, Settings

if TYPE_CHECKING:
    # These bring scikit-learn and the reading libraries with them, which most commands do not need.
    from sidelight.matching.articles import PageFigures
    from sidelight.matching.calibration import CalibrationReport
    from sidelight.matching.evaluation import CorpusFigures
    from sidelight.matching.matcher import Abstention, Match
    from sidelight.matching.report import EvaluationReport
    from sidelight.matching.verify import Effect
    from sidelight.notes.annotate import Work

COLOURS = {"status": "cyan", "figures": "magenta", "background": "green"}
NEAREST = 3
CHANCE_BARS = 10
STANCES = {"primary": "primary source", "independent": "independent", "party": "a party to it"}


def welcome(address: str) -> str:
    return (
        f"\nSidelight is running.\n"
        f"  Try it in any browser:  {address}/\n"
        f"  Load the extension:     extension/dist/chromium (see README.md), its server is {address}\n"
        f"  Stop it:                Ctrl-C\n"
    )


def page(read: Page, answer: NotesAnswer) -> RenderableType:
    """The notes of a page, each below the sentence that it belongs to."""
    when = f"published {answer.published}" if answer.published else "no date"
    found = f"{len(answer.notes)} {'note' if len(answer.notes) == 1 else 'notes'}"
    parts: list[RenderableType] = [
        Text(read.title or "Untitled page", style="bold"),
        Text(f"{when}, {answer.sentences} sentences, {found}, library revision {answer.revision}", style="dim"),
    ]
    parts += [Text(notice.text, style="italic") for notice in answer.notices]
    parts += [_note(note) for note in answer.notes]
    return Group(*parts)


def _note(note: Note) -> RenderableType:
    lines: list[RenderableType] = [Text(f"{note.kind}: {note.title}", style=f"bold {COLOURS[note.kind]}")]
    if note.then:
        lines.append(Text(f"When this was published ({note.then.date}): {note.then.text}"))
    lines.append(Text(f"As of {note.now.date}: {note.now.text}"))
    lines += [Text(f"Since then ({step.date}): {step.text}") for step in note.developments if step.since_page]
    if note.estimates:
        lines.append(_estimates(note.estimates))
    lines += [
        Text(
            f"[{source.id}] {source.publisher}: {source.title} ({source.published or 'no date'},"
            f" {STANCES[source.stance]}) {source.url or source.document}",
            style="dim",
        )
        for source in note.sources
    ]
    lines.append(
        Text(f"Why: “{note.reason.claim}” ({note.reason.probability:.0%}); reviewed {note.reviewed}", style="dim")
    )
    sentence = Text(f"\n“{note.target.selector.exact}”")
    return Group(sentence, Padding(Group(*lines), (0, 0, 0, 4)))


def explanation(work: Work) -> RenderableType:
    """Each sentence with its nearest entries: shown ones first, then abstentions with their reasons."""
    shown = _by_sentence(work.matching.matches)
    silent = _by_sentence(work.matching.abstentions)
    parts: list[RenderableType] = []
    for sentence in work.sentences:
        if not sentence.annotatable:
            parts.append(
                Text(f"\n{sentence.text}\n    context only: a heading, a caption, a question or a fragment", "dim")
            )
            continue
        parts.append(Text(f"\n{sentence.text}", "bold" if sentence in shown else ""))
        table = Table(box=None, show_header=False, padding=(0, 2, 0, 2))
        table.add_column(no_wrap=True)
        table.add_column(no_wrap=True)
        table.add_column()
        for match in shown.get(sentence, []):
            why = Text.assemble(
                (match.entry.title, "bold"), f"\nclaim: {match.claim}\n", (_decided_by(match.features), "dim")
            )
            table.add_row(Text("shown", "bold green"), _chance(match.probability, "green"), why)
        for abstention in silent.get(sentence, [])[:NEAREST]:
            why = Text.assemble(
                abstention.entry.title,
                (f"\n{abstention.why}: {abstention.detail}\n", "yellow"),
                (_decided_by(abstention.features), "dim"),
            )
            table.add_row(Text("silent", "yellow"), _chance(abstention.probability, "yellow"), why)
        parts.append(table if table.row_count else Text("    no entry is near", "dim"))
    return Group(*parts)


Judged = TypeVar("Judged", "Match", "Abstention")


def _by_sentence(judged: Iterable[Judged]) -> dict[Sentence, list[Judged]]:
    found: dict[Sentence, list[Judged]] = {}
    for one in judged:
        found.setdefault(one.sentence, []).append(one)
    return found


def _chance(probability: float, colour: str) -> Text:
    filled = round(probability * CHANCE_BARS)
    return Text.assemble((f"{probability:.2f} ", colour), ("█" * filled, colour), ("░" * (CHANCE_BARS - filled), "dim"))


def _decided_by(features: Sequence[Effect]) -> str:
    return " · ".join(f"{moved.feature} {moved.value:g} ({moved.effect:+.1f})" for moved in features)


def _estimates(estimates: Sequence[NoteEstimate]) -> Table:
    table = Table("Who counted", "What", "Figure", "As of", "Known then", box=None, pad_edge=False)
    known = {True: "yes", False: "later", None: "?"}
    for estimate in estimates:
        table.add_row(
            estimate.counter,
            estimate.quantity,
            f"{figure(estimate)} {estimate.unit}",
            estimate.as_of,
            known[estimate.known_then],
        )
    return table


def figure(estimate: NoteEstimate) -> str:
    """The figure of an estimate in words: 'at least 12,456', '60,000 to 100,000'."""
    if estimate.value is None:
        number = (
            f"{estimate.low:,g} to {estimate.high:,g}"
            if _small(estimate)
            else f"{estimate.low:,.0f} to {estimate.high:,.0f}"
        )
    else:
        number = f"{estimate.value:,.0f}" if float(estimate.value).is_integer() else f"{estimate.value:,g}"
    return f"{estimate.qualifier} {number}" if estimate.qualifier else number


def _small(estimate: NoteEstimate) -> bool:
    return not all(float(number or 0).is_integer() for number in (estimate.low, estimate.high))


def settings_table(settings: Settings) -> Table:
    table = Table("Environment variable", "Value", "Meaning", show_lines=True)
    for name, field in Settings.model_fields.items():
        value = getattr(settings, name)
        shown = "(secret)" if isinstance(value, SecretStr) else ", ".join(value) if isinstance(value, tuple) else value
        table.add_row(f"{PREFIX}{name.upper()}", "" if shown is None else str(shown), field.description)
    return table


def overview_table(lines: Sequence[Overview]) -> Table:
    table = Table("Entry", "State", "Kind", "Revision", "Title")
    for line in lines:
        table.add_row(line.id, line.state, line.kind, str(line.revision or ""), line.title)
    return table


def history_table(revisions: Sequence[EntryRevision]) -> Table:
    table = Table("Revision", "Library revision", "What", "When (UTC)", "Who", "Why")
    for row in revisions:
        table.add_row(
            str(row.number), str(row.library_revision), row.action, f"{row.at:%Y-%m-%d %H:%M}", row.author, row.comment
        )
    return table


def changes_table(changes: Sequence[FieldChange]) -> RenderableType:
    if not changes:
        return Text("No difference.")
    table = Table("Field", "Before", "After", show_lines=True)
    for change in changes:
        table.add_row(change.field, _plain(change.before), _plain(change.after))
    return table


def reports_table(reports: Sequence[KeptReport]) -> RenderableType:
    if not reports:
        return Text("No reports.")
    table = Table("Day (UTC)", "Entry", "Kind", "Claim, and what the reader said", show_lines=True)
    for kept in reports:
        report = kept.report
        said = Text.assemble(report.claim, (f"\n{report.probability:.0%} by {report.rule}/{report.version}", "dim"))
        if report.words:
            said.append(f"\n“{_harmless(report.words)}”", "bold")
        if report.sentence:
            said.append(f"\nbeside: {_harmless(report.sentence)}", "italic")
        table.add_row(str(kept.day), f"{report.entry}\nrevision {report.revision}", report.kind, said)
    return table


def report_counts_table(counts: Sequence[ReportCount]) -> RenderableType:
    if not counts:
        return Text("No reports.")
    table = Table("Entry", "Kind", "Reports")
    for count in counts:
        table.add_row(count.entry, count.kind, str(count.number))
    return table


def _harmless(words: str) -> str:
    """A stranger's words without what would steer the terminal."""
    return "".join(character if character.isprintable() else " " for character in words)


def calibration_tables(report: CalibrationReport) -> Group:
    """The figures of cross-validation."""
    calibration = report.calibration
    pages = Table("Figure", "Value", title=f"Pages, {calibration.model} with {calibration.verifier}")
    pages.add_row("threshold", f"{calibration.page.threshold:.2f}")
    _page_rows(pages, report.figures)
    if report.corpus is None:
        return Group(pages)
    corpus = Table("Figure", "Value", title="Corpus, each domain by a fit without it")
    for row in _corpus_rows(report.corpus):
        corpus.add_row(*row)
    return Group(pages, corpus)


def evaluation_tables(report: EvaluationReport) -> Group:
    """The figures of an evaluation; the baseline beside them where there is one."""
    tables = []
    if report.corpus is not None and report.baseline is not None:
        title = f"{report.corpus.sentences} sentences of {', '.join(report.corpus.domains)}"
        table = Table("Figure", "Matcher", "Cosine of the sentence", title=title)
        rows = zip(_corpus_rows(report.corpus), _corpus_rows(report.baseline), strict=True)
        for (name, value), (_, baseline) in rows:
            table.add_row(name, value, baseline)
        tables.append(table)
    if report.pages is not None:
        table = Table("Figure", "Value", title=f"Pages, by {report.matcher}")
        _page_rows(table, report.pages)
        tables.append(table)
    if report.anchor is not None:
        title = f"{report.anchor.queries} queries, {report.anchor.claims} verified claims"
        table = Table("Figure", "Value", title=title)
        table.add_row("MAP@5", f"{report.anchor.map_at_5:.3f}")
        table.add_row("MRR", f"{report.anchor.mrr:.3f}")
        tables.append(table)
    return Group(*tables)


def _corpus_rows(figures: CorpusFigures) -> Iterator[tuple[str, str]]:
    for name, task in (("closed", figures.closed), ("open", figures.open)):
        low, high = task.interval
        yield f"{name}: average precision", f"{task.average_precision:.3f} ({low:.3f} to {high:.3f})"
        for precision, recall in task.recall_at_precision.items():
            yield f"{name}: recall at precision {precision}", f"{recall:.3f}"
    shown = figures.at_threshold
    yield f"open, at the threshold {shown.threshold:.2f}: precision", f"{shown.precision:.3f}"
    yield "open, at the threshold: recall", f"{shown.recall:.3f}"
    yield "open, at the threshold: abstention", f"{shown.abstention:.3f}"
    for label, rate in figures.false_fire.items():
        yield f"false fire on {label}", f"{rate:.3f}"
    yield "right entry first", f"{figures.top1_accuracy:.3f}"
    yield "calibration error (10 bins)", f"{figures.ece:.3f}"


def _page_rows(table: Table, figures: PageFigures) -> None:
    for field in dataclasses.fields(figures):
        value = getattr(figures, field.name)
        table.add_row(field.name.replace("_", " "), f"{value:.3f}" if isinstance(value, float) else str(value))


def _plain(value: Any) -> str:
    return "" if value is None else str(value)
