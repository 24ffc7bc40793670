"""TextBlob's lexicon of English words and the tagger built on it: no model to load, 0.1 ms a sentence."""

from __future__ import annotations

from textblob.en import lexicon
from textblob.en.taggers import PatternTagger

from sidelight.reading.once import once


def is_english_word(word: str) -> bool:
    """Whether the lexicon has this word, in exactly this spelling."""
    _tagger()
    return word in lexicon


def english_tags(text: str) -> list[str]:
    """Penn Treebank tag of each word and mark of `text`."""
    return [tag for _, tag in _tagger().tag(text)]


@once
def _tagger() -> PatternTagger:
    tagger = PatternTagger()
    tagger.tag("It is.")  # fills the lexicon, which another thread must not see half full
    return tagger
