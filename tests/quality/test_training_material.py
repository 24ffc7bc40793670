"""The training material keeps the form and the balance that its README promises."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from sidelight.library.starter import starter_entries
from sidelight.matching.articles import read_articles
from sidelight.matching.corpus import Domain, read_corpus

FOLDER = Path(__file__).parents[2] / "server" / "training"
DOMAINS = read_corpus(FOLDER)


@pytest.mark.parametrize("domain", DOMAINS, ids=lambda domain: domain.name)
def test_a_domain_is_whole_and_balanced(domain: Domain) -> None:
    assert len(domain.entries) == 25
    assert Counter((row.entry, row.label) for row in domain.sentences) == {
        (entry.id, label): count
        for entry in domain.entries
        for label, count in (("match", 10), ("related", 8), ("confusable", 7), ("mention", 3))
    }
    for entry in domain.entries:
        assert (len(entry.claims), len(entry.exclusions)) == (6, 4), entry.id
    for label in ("match", "related", "confusable", "mention"):
        filled = [bool(row.previous) for row in domain.sentences if row.label == label]
        assert 0.65 < sum(filled) / len(filled) < 0.9, label


def test_no_sentence_stands_twice() -> None:
    sentences = Counter(row.sentence for domain in DOMAINS for row in domain.sentences)
    assert [sentence for sentence, count in sentences.items() if count > 1] == []


def test_no_entry_stands_twice() -> None:
    ids = Counter(entry.id for domain in DOMAINS for entry in domain.entries)
    assert [entry_id for entry_id, count in ids.items() if count > 1] == []


ENTRIES = {domain.name: domain.entries for domain in DOMAINS} | {"starter": starter_entries()}


@pytest.mark.parametrize("name", ENTRIES)
def test_articles_are_annotated_with_entries_that_exist(name: str) -> None:
    articles = read_articles(FOLDER / f"articles.{name}.jsonl")
    assert len(articles) == (24 if name == "starter" else 9)
    known = {entry.id for entry in ENTRIES[name]}
    for article in articles:
        assert 20 <= len(article.page.blocks) <= 40, article.slug
        assert {entry for _, entry in article.allowed} <= known, article.slug
        assert all(0 <= block < len(article.page.blocks) for block, _ in article.allowed), article.slug
