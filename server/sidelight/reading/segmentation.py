"""Cutting text into sentences.

Libraries decide: nupunkt for English, sentencex for everything else (it has rules of its own for many languages and
general ones for the rest). They are asked for one thing only, where sentences begin; what is promised about spans is
made here and holds whatever they answer. Sentences inside a quotation are sentences of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import sentencex
from nupunkt import PunktSentenceTokenizer, load_default_model

from sidelight.reading.language import base_language
from sidelight.reading.lexicon import is_english_word
from sidelight.reading.once import once

# nupunkt learned some 450 plain words as abbreviations ("day", "week", "ago", "book", "found") and runs on after them
# when a name follows. These few of the English words among its abbreviations are real ones.
_REAL_ABBREVIATIONS = frozenset(
    {"brig", "etc", "fed", "fig", "gen", "hon", "lbs", "mar", "min", "mon", "nos", "prof", "pvt", "rep", "sat", "sect"}
    | {"sen", "seq", "stat", "sun", "wed"}
)
_TITLES_UNKNOWN_TO_NUPUNKT = ["lt", "cmdr", "reps", "sens", "gens", "govs"]

# nupunkt ends a sentence after "U.S." before words that often begin one; an office is never such a word.
_AMERICAN_OFFICE = re.compile(
    r"\bU\.S\.\s+(?=(?:Ambassador|Army|Attorney|Congress|Department|District|Embassy|Navy|President|Rep|Representative"
    r"|Secretary|Sen|Senate|Senator|Supreme|Treasury)s?\b)"
)

# Time grows with the square of an unbroken run of marks ("?!?!?!", 7 s for 100,000); no word of prose is so long.
_UNBROKEN = re.compile(r"\S{300,}")

# sentencex takes UTF-8 only, and steps into the middle of white space that is longer than a byte there.
_NOT_FOR_SENTENCEX = re.compile(r"(?P<surrogate>[\ud800-\udfff])|(?!\n)(?P<space>\s)")


def sentence_spans(text: str, language: str) -> list[tuple[int, int]]:
    """Start and end (code points) of each sentence of `text`, for any text and any language tag.

    The spans are in order, do not overlap, carry no outer white space and cover everything that is not white space.
    """
    base = base_language(language)
    starts = _english_starts(text) if base == "en" else _other_starts(text, base)
    cuts = sorted({0, len(text), *starts})
    return [span for start, end in pairwise(cuts) if (span := _trimmed(text, start, end))]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    length = len(piece.strip())
    return (start, start + length) if length else None


@once
def _english() -> PunktSentenceTokenizer:
    tokenizer = load_default_model()
    for word in tokenizer.abbreviations - _REAL_ABBREVIATIONS:
        if len(word) > 2 and word.isalpha() and is_english_word(word):
            tokenizer.remove_abbreviation(word)
    tokenizer.add_abbreviations(_TITLES_UNKNOWN_TO_NUPUNKT)
    tokenizer.EXCL_QUEST_LOWERCASE_CONTINUES = True  # "Yahoo! and Google agreed."
    return tokenizer


def _english_starts(text: str) -> Iterator[int]:
    prose = _UNBROKEN.sub(lambda run: "x" * len(run[0]), text)
    inside = {match.end() for match in _AMERICAN_OFFICE.finditer(text)}
    return (start for start, _ in _english().span_tokenize(prose) if start not in inside)


def _other_starts(text: str, language: str) -> Iterator[int]:
    safe = _NOT_FOR_SENTENCEX.sub(lambda found: " " if found["space"] else "\N{REPLACEMENT CHARACTER}", text)
    known = language if language.isascii() else "und"
    return (boundary["start_index"] for boundary in sentencex.get_sentence_boundaries(known, safe))
