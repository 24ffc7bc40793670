"""Calibration: fitting the probability of a match, and the threshold on it, to one encoder and one verifier.

For pages it is fitted on annotated articles and background pages, where one sentence in twenty deserves a note; for
snippets on a corpus of single sentences, where four in ten do and every second one is a trap. All figures come from
cross-validation: each page is judged by a fit that has not seen it, each domain by one that has seen nothing of it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from sidelight.errors import InvalidRequest
from sidelight.library.entry import Entry
from sidelight.matching.articles import AnnotatedPage, PageFigures, Placement, judge_placements, place
from sidelight.matching.corpus import Domain
from sidelight.matching.encoder import Encodes
from sidelight.matching.evaluation import (
    CorpusFigures,
    Judge,
    compare,
    evaluate_corpus,
    own_probabilities,
    read_features,
    verified_judge,
)
from sidelight.matching.guard import PageGuard
from sidelight.matching.index import Index, build_index
from sidelight.matching.matcher import Matcher
from sidelight.matching.pairs import Reads
from sidelight.matching.propose import describe, encode_queries, pair, propose, queries
from sidelight.matching.verify import (
    VERDICT_FEATURES,
    Calibration,
    Logistic,
    Verdict,
    Verifier,
    near_pairs,
    with_logits,
    worth_reading,
)

FOLDS = 8
SEED = 1
# Of a page's pairs, so many times what the matcher will read are read for the fit.
READ_FOR_FIT = 2.0
INVERSE_PENALTY = 0.3
# Of the notes shown, so many must stand where an annotator allows them. Labels are never complete: of placements that
# two readers judged one by one, about a fifth more were good than labels said, which makes this 0.85.
LEAST_PRECISION = 0.71
HIGHEST, LOWEST, STEP = 0.95, 0.3, 0.05
MOST_NOTES_PER_100_BACKGROUND_PAGES = 3.0
MOST_FALSE_FIRE = {"confusable": 0.05, "mention": 0.03}


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs in question: features with what was read at the end (zeros where nothing was), and truths."""

    features: NDArray[np.float32]
    right: NDArray[np.bool_]
    read: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that a fit can learn from: pages and domains, each with its pairs."""

    pages: tuple[AnnotatedPage, ...]
    of_pages: tuple[Pairs, ...]
    domains: tuple[Domain, ...]
    of_domains: tuple[Pairs, ...]


@dataclass(frozen=True, slots=True)
class CalibrationReport:
    """The calibration, and the figures of cross-validation at its threshold; `corpus` where one was given."""

    calibration: Calibration
    figures: PageFigures
    corpus: CorpusFigures | None


def fit_calibration(
    encoder: Encodes,
    reader: Reads,
    entries: Sequence[Entry],
    pages: Sequence[AnnotatedPage],
    domains: Sequence[Domain],
    max_notes: int,
) -> CalibrationReport:
    """Fits a calibration for encoder and reader to pages and domains; some pages must be background.

    Every text is met several times: give models that remember. Raises VerifierUnavailable.
    """
    index = build_index(0, entries, encoder.encode)
    evidence = gather(encoder, reader, index, pages, domains)
    fitted = fit(encoder, reader, evidence)
    placements = place_unseen(encoder, reader, index, evidence, Matcher(Verifier(fitted, reader), max_notes))
    judge = judge_of_unseen(encoder, reader, evidence)
    judged = {domain.name: judge(domain) for domain in domains}
    on_subject = sum(page.on_subject for page in pages)
    calibration = replace(
        fitted,
        page=replace(fitted.page, threshold=_page_threshold(placements, len(pages) - on_subject)),
        snippet=replace(fitted.snippet, threshold=_snippet_threshold(domains, judged)),
        fitted_on=f"{on_subject} annotated articles, {len(pages) - on_subject} background pages,"
        f" {len(entries)} entries, {len(domains)} domains of a corpus, {datetime.now(UTC).date()}",
    )
    shown = [placement for placement in placements if placement.probability >= calibration.page.threshold]
    figures = judge_placements(pages, shown)
    if not domains:
        return CalibrationReport(calibration, figures, None)
    threshold = calibration.snippet.threshold
    corpus = evaluate_corpus(domains, lambda domain: judged[domain.name], threshold)
    return CalibrationReport(calibration, figures, corpus)


def place_unseen(
    encoder: Encodes, reader: Reads, index: Index, evidence: Evidence, matcher: Matcher
) -> list[Placement]:
    """Notes on each page of the evidence, by a fit to the domains and to other pages, at the matcher's threshold."""
    folds = np.random.default_rng(SEED).integers(FOLDS, size=len(evidence.pages))
    threshold = matcher.verifier.calibration.page.threshold
    placements: list[Placement] = []
    for fold in range(FOLDS):
        fitted = fit(encoder, reader, evidence, pages=folds != fold).at(threshold)
        unseen = [page for page, number in zip(evidence.pages, folds, strict=True) if number == fold]
        placements += place(unseen, index, Matcher(Verifier(fitted, reader), matcher.max_notes), encoder)
    return placements


def judge_of_unseen(encoder: Encodes, reader: Reads, evidence: Evidence) -> Judge:
    """Judges each domain of the evidence by a fit to everything else."""
    names = np.array([domain.name for domain in evidence.domains])

    def judge(domain: Domain) -> NDArray[np.float32]:
        fitted = fit(encoder, reader, evidence, domains=names != domain.name)
        return verified_judge(encoder, Verifier(fitted, reader))(domain)

    return judge


def gather(
    encoder: Encodes, reader: Reads, index: Index, pages: Sequence[AnnotatedPage], domains: Sequence[Domain]
) -> Evidence:
    """Compares and reads everything that a fit needs."""
    console = Console(stderr=True)
    return Evidence(
        tuple(pages),
        tuple(_of_pages(encoder, reader, index, pages, console)),
        tuple(domains),
        tuple(_of_domain(encoder, reader, domain) for domain in track(domains, "Reading a corpus", console=console)),
    )


def fit(
    encoder: Encodes,
    reader: Reads,
    evidence: Evidence,
    pages: NDArray[np.bool_] | None = None,
    domains: NDArray[np.bool_] | None = None,
) -> Calibration:
    """A calibration with thresholds of 0, fitted to the pages and domains that are chosen; to all without choice.

    Where there are no pages, or no domains, the others stand in for them.
    """
    of_pages = _together(evidence.of_pages, pages)
    of_domains = _together(evidence.of_domains, domains)
    of_pages = of_pages if len(of_pages.right) else of_domains
    of_domains = of_domains if len(of_domains.right) else of_pages
    return Calibration(
        model=encoder.name,
        verifier=reader.name,
        worth=_logistic(of_pages.features[:, :-1], of_pages.right),
        page=Verdict(_logistic(of_pages.features[of_pages.read], of_pages.right[of_pages.read]), 0.0),
        snippet=Verdict(_logistic(of_domains.features[of_domains.read], of_domains.right[of_domains.read]), 0.0),
        fitted_on="",
    )


def _of_pages(
    encoder: Encodes, reader: Reads, index: Index, pages: Sequence[AnnotatedPage], console: Console
) -> Iterator[Pairs]:
    """What is read depends on the cheap model, so that one is fitted first (on all pages: it decides nothing)."""
    compared = []
    for page in track(pages, "Comparing pages", console=console):
        asked = queries(page.sentences)
        proposals = propose(index, *encode_queries(encoder, asked))
        guard = PageGuard(page.page, page.sentences)
        open_to = np.array([guard.objection(entry) is None for entry in index.entries])
        pairs = near_pairs(proposals, open_to & ~proposals.excluded)
        right = np.array(
            [(asked[row].sentence.block, index.entries[column].id) in page.allowed for row, column in pairs], dtype=bool
        )
        compared.append((asked, proposals, pairs, describe(index, asked, proposals, pairs), right))
    if not compared:
        return
    features = np.concatenate([found[3] for found in compared])
    right = np.concatenate([found[4] for found in compared])
    cheap = _logistic(features, right)
    for asked, proposals, pairs, features, right in track(compared, "Reading pages", console=console):
        read = worth_reading(pairs, cheap.probability(features), len(asked), READ_FOR_FIT)
        logits = reader.read([pair(index, proposals, asked, *found) for found in pairs[read]])
        yield Pairs(with_logits(features, read, logits), right, read)


def _of_domain(encoder: Encodes, reader: Reads, domain: Domain) -> Pairs:
    """Each sentence with the entry of its label."""
    compared = compare(encoder, domain)
    count = len(domain.sentences)
    features = read_features(reader, compared, np.column_stack([np.arange(count), compared.own]))
    right = np.array([sentence.label == "match" for sentence in domain.sentences])
    return Pairs(features, right, np.ones(count, dtype=bool))


def _together(groups: Sequence[Pairs], chosen: NDArray[np.bool_] | None = None) -> Pairs:
    taken = [group for number, group in enumerate(groups) if chosen is None or chosen[number]]
    nothing = Pairs(
        np.zeros((0, len(VERDICT_FEATURES)), dtype=np.float32),
        np.zeros(0, dtype=bool),
        np.zeros(0, dtype=bool),
    )
    parts = [nothing, *taken]
    return Pairs(
        np.concatenate([part.features for part in parts]),
        np.concatenate([part.right for part in parts]),
        np.concatenate([part.read for part in parts]),
    )


def _logistic(features: NDArray[np.float32], right: NDArray[np.bool_]) -> Logistic:
    if right.all() or not right.any():
        raise InvalidRequest(
            "There is too little to fit to: give pages or domains with right and wrong places, two domains at least"
            " where one is left out."
        )
    scaler = StandardScaler().fit(features)
    fitted = LogisticRegression(C=INVERSE_PENALTY, max_iter=2000).fit(scaler.transform(features), right)
    return Logistic(
        weights=tuple(round(float(weight), 5) for weight in fitted.coef_[0] / scaler.scale_),
        means=tuple(round(float(mean), 5) for mean in scaler.mean_),
        intercept=round(float(fitted.intercept_[0]), 5),
    )


def _page_threshold(placements: Sequence[Placement], background_pages: int) -> float:
    """The lowest threshold at which enough notes are right and background pages stay silent."""
    for threshold in np.round(np.arange(LOWEST, HIGHEST, STEP), 2):
        shown = [placed for placed in placements if placed.probability >= threshold]
        right = [placed.right for placed in shown if placed.on_subject]
        false_notes = sum(not placed.on_subject for placed in shown)
        silent = 100 * false_notes <= MOST_NOTES_PER_100_BACKGROUND_PAGES * background_pages
        if silent and right and np.mean(right) >= LEAST_PRECISION:
            return float(threshold)
    return HIGHEST


def _snippet_threshold(domains: Sequence[Domain], judged: Mapping[str, NDArray[np.float32]]) -> float:
    """The lowest threshold that fires seldom enough on the traps of a corpus."""
    least = 0.5
    for label, share in MOST_FALSE_FIRE.items():
        traps = np.sort(own_probabilities(domains, judged, label))
        if len(traps):
            least = max(least, float(traps[int((1 - share) * len(traps))]))
    return min(0.99, math.ceil(least * 100 + 1e-6) / 100)
