"""Judging the matcher on whole pages: annotated articles, and background pages on which every note is false."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sidelight.errors import InvalidRequest
from sidelight.matching.encoder import Encodes
from sidelight.matching.index import Index
from sidelight.matching.matcher import Matcher
from sidelight.matching.propose import encode_queries, queries
from sidelight.reading.html import read_text
from sidelight.reading.page import Block, Page, Sentence
from sidelight.reading.reading import read_sentences


@dataclass(frozen=True, slots=True)
class AnnotatedPage:
    """A page with the notes that an annotator would allow.

    `allowed` holds (block, entry id) wherever a note may stand, `tolerable` those that are no more than that;
    `required` the ids that should surely be placed at one of theirs. `on_subject` is false where every note is false.
    """

    slug: str
    page: Page
    sentences: tuple[Sentence, ...]
    allowed: frozenset[tuple[int, str]]
    required: frozenset[str]
    on_subject: bool
    tolerable: frozenset[tuple[int, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Placement:
    """A note that was shown on a page, and whether an annotator allows it there."""

    slug: str
    sentence: int
    entry: str
    probability: float
    claim: str
    right: bool
    on_subject: bool


@dataclass(frozen=True, slots=True)
class PageFigures:
    """Fractions, and counts where the name says notes. `wrong_subject` counts notes whose entry the annotator put
    nowhere on that page."""

    articles: int
    notes: int
    placement_precision: float
    recall_high: float
    wrong_subject: int
    background_pages: int
    notes_per_100_background_pages: float


def read_articles(file: Path) -> list[AnnotatedPage]:
    """Annotated articles, one JSON object a line: slug, about, sentences, labels {index: [{entry, sure}]}, published.

    The subject of the file is what most articles with a label are about; the others are background. Raises
    InvalidRequest with file and line.
    """
    rows = []
    for number, line in enumerate(_lines(file), 1):
        try:
            row = json.loads(line)
            rows.append((row["about"], _article(row)))
        except (ValueError, KeyError, TypeError, AttributeError, IndexError):
            raise InvalidRequest(f"{file}, line {number}: is not an annotated article.") from None
    subjects = Counter(about for about, page in rows if page.allowed)
    subject = subjects.most_common(1)[0][0] if subjects else None
    return [replace(page, on_subject=about == subject or bool(page.allowed)) for about, page in rows]


def read_background(folder: Path) -> list[AnnotatedPage]:
    """The .txt pages of a folder; the first line of each is its title, up to a bar. Raises InvalidRequest."""
    files = sorted(folder.glob("*.txt"))
    if not files:
        raise InvalidRequest(f"{folder}: holds no .txt file.")
    pages = []
    for file in files:
        head, _, text = file.read_text(encoding="utf-8").partition("\n")
        page = read_text(f"{head.lstrip('# ').split(' | ')[0]}\n\n{text}")
        pages.append(AnnotatedPage(file.stem, page, read_sentences(page), frozenset(), frozenset(), False))
    return pages


def place(pages: Iterable[AnnotatedPage], index: Index, matcher: Matcher, encoder: Encodes) -> list[Placement]:
    """Every note that the matcher shows on the pages."""
    placements = []
    for annotated in pages:
        asked = queries(annotated.sentences)
        vectors = encode_queries(encoder, asked)
        matching = matcher.match(index, annotated.page, annotated.sentences, asked, *vectors)
        placements += [
            Placement(
                annotated.slug,
                match.sentence.block,
                match.entry.id,
                match.probability,
                match.claim,
                (match.sentence.block, match.entry.id) in annotated.allowed,
                annotated.on_subject,
            )
            for match in matching.matches
        ]
    return placements


def judge_placements(pages: Sequence[AnnotatedPage], placements: Iterable[Placement]) -> PageFigures:
    """The figures of placements on the pages that they were made for."""
    placements = list(placements)
    articles = [page for page in pages if page.on_subject]
    shown = [placement for placement in placements if placement.on_subject]
    on_page = {page.slug: {entry for _, entry in page.allowed} for page in articles}
    placed_right = {(placement.slug, placement.entry) for placement in shown if placement.right}
    required = [(page.slug, entry) for page in articles for entry in page.required]
    background = len(pages) - len(articles)
    return PageFigures(
        articles=len(articles),
        notes=len(shown),
        placement_precision=sum(placement.right for placement in shown) / max(len(shown), 1),
        recall_high=sum(wanted in placed_right for wanted in required) / max(len(required), 1),
        wrong_subject=sum(placement.entry not in on_page[placement.slug] for placement in shown),
        background_pages=background,
        notes_per_100_background_pages=100 * (len(placements) - len(shown)) / max(background, 1),
    )


def _article(row: dict) -> AnnotatedPage:
    # The annotators' sentences are kept as they are: a block each.
    blocks = tuple(Block("paragraph", text) for text in row["sentences"])
    published = date.fromisoformat(row["published"]) if row.get("published") else None
    page = Page(row["sentences"][0], "en", published, blocks)
    labels = [(int(index), label) for index, found in row["labels"].items() for label in found]
    return AnnotatedPage(
        slug=row["slug"],
        page=page,
        sentences=read_sentences(page),
        allowed=frozenset((index, label["entry"]) for index, label in labels),
        required=frozenset(label["entry"] for _, label in labels if label["sure"] == "high"),
        on_subject=True,
        tolerable=frozenset((index, label["entry"]) for index, label in labels if label["sure"] == "low"),
    )


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise InvalidRequest(f"{file}: {error.strerror}.") from None
