"""What can be seen of a sentence and an entry without reading them together: words, names and numbers.

Words count by how few entries of the library use them (inverse document frequency: Spärck Jones 1972). All features
are plain numbers, named in FEATURES in the order of their weights.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from nltk.stem.snowball import EnglishStemmer
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

from sidelight.library.entry import Entry

FEATURES = (
    "cosine",
    "cosine in context",
    "margin",
    "exclusion margin",
    "claim covered",
    "claim covered in context",
    "sentence covered",
    "title covered",
    "title covered in context",
    "about in sentence",
    "names shared",
    "names unknown",
    "numbers shared",
    "numbers unknown",
    "years contradict",
    "question",
    "quoted",
)

_WORD = re.compile(r"[^\W\d_][\w'’-]*|\d[\d.,]*")
# A capital letter that does not only open a sentence or a quotation.
_NAME = re.compile(r"(?<=[\w,;)’'] )[A-Z][\w’'-]+")
_NUMBER = re.compile(r"\d[\d.,]*")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_stemmer = EnglishStemmer()


@dataclass(frozen=True, slots=True)
class Wording:
    """What a text says by its words alone: stems without the commonest words, stems of names, numbers, years."""

    stems: frozenset[str]
    names: frozenset[str]
    numbers: frozenset[str]
    years: frozenset[str]
    question: bool
    quoted: bool


class Lexicon:
    """The words of a library."""

    def __init__(self, entries: Sequence[Entry]):
        self._entries = [_known_wording(" ".join((entry.title, entry.text, *entry.claims))) for entry in entries]
        self._titles = [_known_wording(entry.title) for entry in entries]
        self._about = [
            [_known_wording(" ".join((term, *entry.aliases.get(term, ())))).stems for term in entry.about]
            for entry in entries
        ]
        self._count = len(entries)
        self._used = Counter(stem for words in self._entries for stem in words.stems)

    def compare(self, column: int, claim: str, said: Wording, before: Wording) -> list[float]:
        """The features of a sentence and the entry of a column, from "claim covered" on; `claim` is its nearest."""
        entry, title, claimed = self._entries[column], self._titles[column], _known_wording(claim).stems
        in_context = said.stems | before.stems
        known_names = entry.stems | entry.names
        about = self._about[column]
        return [
            self._covered(claimed, said.stems),
            self._covered(claimed, in_context),
            self._covered(said.stems, entry.stems),
            self._covered(title.stems, said.stems),
            self._covered(title.stems, in_context),
            sum(bool(term & said.stems) for term in about) / max(1, len(about)),
            min(3, len(said.names & known_names)),
            min(5, len(said.names - known_names)),
            min(2, len(said.numbers & entry.numbers)),
            min(3, len(said.numbers - entry.numbers)),
            float(bool(said.years and entry.years and not said.years & entry.years)),
            float(said.question),
            float(said.quoted),
        ]

    def _covered(self, wanted: frozenset[str], found: frozenset[str]) -> float:
        weights = {stem: math.log(1 + self._count / (0.5 + self._used[stem])) for stem in wanted}
        return sum(weights[stem] for stem in wanted & found) / max(sum(weights.values()), 1e-6)


def wording(text: str) -> Wording:
    words = [word.lower().strip("'’-").removesuffix("'s").removesuffix("’s") for word in _WORD.findall(text)]
    return Wording(
        stems=frozenset(_stem(word) for word in words if word not in ENGLISH_STOP_WORDS),
        names=frozenset(_stem(name.lower().removesuffix("'s").removesuffix("’s")) for name in _NAME.findall(text)),
        numbers=frozenset(number.strip(".,").replace(",", "") for number in _NUMBER.findall(text)),
        years=frozenset(_YEAR.findall(text)),
        question=text.rstrip("\"”’' ").endswith("?"),
        quoted=any(mark in text for mark in '"“”«»'),
    )


# For texts of the library only: a page's text is not kept.
_known_wording = lru_cache(maxsize=100_000)(wording)


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    return _stemmer.stem(word)
