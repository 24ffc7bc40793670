"""Which language a page is in: what it says of itself, checked against its text."""

from __future__ import annotations

import re

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from sidelight.reading.once import once
from sidelight.reading.page import Page

UNKNOWN = "und"

# On openings of real articles every wrong guess from 20 letters or more had a probability below 0.42.
_MIN_LETTERS = 24
_MIN_PROBABILITY = 0.6

# From 200 letters on every real article was told right; shorter texts hardly reach this probability anyway.
_LETTERS_TO_CONTRADICT = 200
_PROBABILITY_TO_CONTRADICT = 0.99

# Detection costs about 0.3 ms for 1,000 characters and learns nothing more after these.
_SAMPLE = 4_000

_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")

# Tags that the detector uses for one another; none of them contradicts its kin.
_KIN = (
    frozenset({"no", "nb", "nn", "da"}),
    frozenset({"bs", "hr", "sr", "sh"}),
    frozenset({"id", "ms", "in"}),
    frozenset({"zh", "cmn", "yue", "wuu"}),
    frozenset({"he", "iw", "hbo"}),
    frozenset({"tl", "fil"}),
    frozenset({"fa", "prs"}),
    frozenset({"ar", "ary", "arz"}),
    frozenset({"ro", "mo"}),
    frozenset({"en", "pcm", "sco"}),
)


def detect_language(text: str) -> tuple[str, float]:
    """The likeliest language of `text` (ISO 639 code) and its probability; 'und' where that would be a guess."""
    sample = text[:_SAMPLE]
    if _letters(sample) < _MIN_LETTERS:
        return UNKNOWN, 0.0
    language, probability = _identifier().classify(sample)
    if probability < _MIN_PROBABILITY or language == "zxx":
        return UNKNOWN, probability
    return language, probability


def page_language(page: Page) -> str:
    """BCP 47 tag of the page's language; 'und' where it cannot be told.

    The page's own statement counts, where it is a tag at all. Wrong statements are common, though (templates ship with
    `lang="en"`): a long text that is detected as another language beyond doubt is in that language.
    """
    stated = page.language if page.language and _TAG.fullmatch(page.language) else None
    text = "\n".join((page.title, *(block.text for block in page.blocks)))
    detected, probability = detect_language(text)
    if stated is None or base_language(stated) == UNKNOWN:
        return detected
    certain = probability > _PROBABILITY_TO_CONTRADICT and _letters(text[:_SAMPLE]) >= _LETTERS_TO_CONTRADICT
    return detected if certain and not _akin(detected, base_language(stated)) else stated


def base_language(tag: str) -> str:
    """The first subtag of a BCP 47 tag, in small letters: 'en' of 'en-GB'."""
    return re.split("[-_]", tag, maxsplit=1)[0].lower()


def _akin(one: str, other: str) -> bool:
    return one == other or any(one in group and other in group for group in _KIN)


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


@once
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
