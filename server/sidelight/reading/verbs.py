"""Telling sentences from fragments: bylines, links, cries, labels have no verb.

English words are tagged by a lexicon. Of 1,105 real sentences it calls 117 verbless, of which eight had a verb:
contractions, and present tenses that are also nouns ("leaders welcome"). A pronoun that can only be a subject, or mere
length, gives all of these away.
"""

from __future__ import annotations

import re

from sidelight.reading.language import base_language
from sidelight.reading.lexicon import english_tags
from sidelight.reading.marks import is_closed

# Beyond this many characters nothing is looked at: a verb that has not come by then makes no sentence.
_LOOKED_AT = 600

_CLAUSE = re.compile(
    r"\b(?:we|they|he|she|it['’]s|that['’]s|there['’]s|here['’]s|what['’]s|who['’]s|let['’]s)\b"
    r"|\w['’](?:m|ll|re|ve)\b|n['’]t\b",
    re.IGNORECASE,
)
# No fragment among those 117 was longer, a table of contents and its like aside.
_WORDS_OF_A_SENTENCE = 12

_WORD = re.compile(r"[^\W\d_]+")
_WRITTEN_WITHOUT_SPACES = frozenset({"zh", "yue", "wuu", "ja", "th", "lo", "km", "my"})


def has_verb(text: str, language: str) -> bool:
    """Whether `text`, one sentence in `language`, has a verb.

    For languages other than English it is judged by form: four words and a full stop, or eight letters where words are
    not spaced.
    """
    base = base_language(language)
    words = _WORD.findall(text[:_LOOKED_AT])
    if base == "en":
        return _has_english_verb(text[:_LOOKED_AT]) or (len(words) >= _WORDS_OF_A_SENTENCE and is_closed(text))
    if base in _WRITTEN_WITHOUT_SPACES:
        return sum(map(len, words)) >= 8
    return len(words) >= 4 and is_closed(text)


def _has_english_verb(text: str) -> bool:
    return _CLAUSE.search(text) is not None or any(tag.startswith(("VB", "MD")) for tag in english_tags(text))
