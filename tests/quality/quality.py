"""Judges the matcher on the shared development material and writes RESULTS.md: `make quality`."""

from __future__ import annotations

import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from sidelight.app import evaluate
from sidelight.library.starter import starter_entries
from sidelight.matching.articles import read_articles, read_background
from sidelight.matching.corpus import Domain, read_corpus
from sidelight.matching.evaluation import CorpusFigures
from sidelight.matching.report import EvaluationReport
from sidelight.settings import Settings

HERE = Path(__file__).parent
SECOND_SERIES = frozenset({"africa-asia-latam", "society-business", "defence-security"})


def main(shared: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder))
        domains = read_corpus(shared / "corpus")
        series = {
            "First series": [domain for domain in domains if domain.name not in SECOND_SERIES],
            "Second series": [domain for domain in domains if domain.name in SECOND_SERIES],
        }
        on_corpus = {name: evaluate(settings, part, [], []) for name, part in series.items()}
        pages = {
            "news": read_articles(shared / "articles" / "news.jsonl"),
            "statements": read_articles(shared / "articles" / "statements.jsonl"),
            "background": read_background(shared / "background"),
        }
        on_pages = {name: evaluate(settings, [], part, starter_entries()) for name, part in pages.items()}
    text = results(series, on_corpus, on_pages)
    (HERE / "RESULTS.md").write_text(text, encoding="utf-8")
    on_corpus["Second series"].draw_reliability(HERE / "reliability-second-series.png")
    print(text)


def results(
    series: dict[str, list[Domain]], on_corpus: dict[str, EvaluationReport], on_pages: dict[str, EvaluationReport]
) -> str:
    """The whole file."""
    matcher = next(iter(on_corpus.values())).matcher
    lines = [
        "# Results",
        "",
        f"Made by `make quality` on {datetime.now(UTC).date()}.",
        f"Matcher: `{matcher}`. Baseline: cosine of the sentence alone,",
        "as `util.semantic_search` gives it. The matcher was fitted on the annotated articles and the",
        "background pages, not on the corpus, so no domain of the corpus is known to it. Its figures on pages are of",
        "that fit; those of cross-validation stand in server/README.md.",
        "",
        "## Corpus",
        "",
        "| figure | " + " | ".join(f"{name}: matcher | {name}: cosine" for name in series) + " |",
        "|---|" + "---|" * (2 * len(series)),
    ]
    columns = [figures for report in on_corpus.values() for figures in (report.corpus, report.baseline) if figures]
    lines += [
        f"| {name} | " + " | ".join(values) + " |"
        for name, *values in zip(*([NAMES] + [_values(figures) for figures in columns]), strict=True)
    ]
    lines += ["", "## Pages", "", "| figure | " + " | ".join(on_pages) + " |", "|---|" + "---|" * len(on_pages)]
    for name, field in PAGE_FIGURES:
        values = [getattr(report.pages, field) for report in on_pages.values()]
        shown = [f"{value:.2f}" if isinstance(value, float) else str(value) for value in values]
        lines.append(f"| {name} | " + " | ".join(shown) + " |")
    return "\n".join(lines) + "\n"


NAMES = [
    "closed: average precision (95 % interval)",
    "closed: recall at precision 0.80 / 0.90 / 0.95",
    "open: average precision (95 % interval)",
    "open: recall at precision 0.80 / 0.90 / 0.95",
    "at the shipped threshold: precision / recall / abstention",
    "false fire on related / confusable / mention",
    "right entry first",
    "calibration error (10 bins)",
]
PAGE_FIGURES = [
    ("articles", "articles"),
    ("notes shown", "notes"),
    ("placement precision", "placement_precision"),
    ("recall of high-sureness entries", "recall_high"),
    ("notes of an entry that belongs nowhere on the page", "wrong_subject"),
    ("background pages", "background_pages"),
    ("notes per 100 background pages", "notes_per_100_background_pages"),
]


def _values(figures: CorpusFigures) -> list[str]:
    shown = figures.at_threshold
    rows = []
    for task in (figures.closed, figures.open):
        low, high = task.interval
        rows.append(f"{task.average_precision:.2f} ({low:.2f}-{high:.2f})")
        rows.append(" / ".join(f"{value:.2f}" for value in task.recall_at_precision.values()))
    rows.append(f"{shown.precision:.2f} / {shown.recall:.2f} / {shown.abstention:.2f}")
    rows.append(" / ".join(f"{value:.2f}" for value in figures.false_fire.values()))
    return [*rows, f"{figures.top1_accuracy:.2f}", f"{figures.ece:.3f}"]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
