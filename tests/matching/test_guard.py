from __future__ import annotations

import pytest
from tests.support import make_entry

from sidelight.matching.guard import Objection, PageGuard, shared_aliases
from sidelight.reading.page import Block, Page, Sentence


def guard(*texts: str, title: str = "", language: str = "en", heading: str | None = None) -> PageGuard:
    blocks = [Block("heading", heading)] if heading else []
    sentences = [Sentence(number, 0, len(text), text, True) for number, text in enumerate(texts)]
    return PageGuard(Page(title, language, None, tuple(blocks)), sentences)


LONG = ["It rained."] * 8


@pytest.mark.parametrize(
    ("page", "missing"),
    [
        (guard(*LONG, "Ukraine said so.", "Ukraine agreed."), None),
        (guard(*LONG, "Ukraine said so."), "Ukraine"),
        (guard(*LONG, "Ukraine said so.", title="Talks on Ukraine"), None),
        (guard(*LONG, heading="Ukraine"), None),
        (guard("It rained.", "Ukraine said so."), None),
        (guard(*LONG, "Kyiv said so.", "The Ukrainians agreed."), None),
        (guard(*LONG, "UKRAINE said so.", "ukraine agreed."), None),
        (guard(*LONG, "Ukrainegate said so.", "Eukraine agreed."), "Ukraine"),
        (guard(*LONG), "Ukraine"),
    ],
)
def test_a_page_must_be_about_the_entry(page: PageGuard, missing: str | None) -> None:
    assert page.missing_term(make_entry(about=["Ukraine"])) == missing


def test_every_term_must_occur_and_one_must_be_prominent() -> None:
    entry = make_entry(about=["Ukraine", "Minsk"])
    assert guard(*LONG, "Ukraine.", "Ukraine.", "Minsk.").missing_term(entry) is None
    assert guard(*LONG, "Ukraine.", "Ukraine.").missing_term(entry) == "Minsk"
    assert guard(*LONG, "Ukraine.", "Minsk.").missing_term(entry) == "Ukraine"


def test_short_names_are_taken_with_their_case() -> None:
    entry = make_entry(about=["United States"])
    assert guard(*LONG, "They told us so.", "Give us time.").missing_term(entry) == "United States"
    assert guard(*LONG, "The US said so.", "The U.S. agreed.").missing_term(entry) is None


def test_an_entry_adds_spellings_of_its_own() -> None:
    entry = make_entry(about=["Bürgenstock"], aliases={"Bürgenstock": ["Buergenstock"]})
    assert guard(*LONG, "At Buergenstock.", "From Buergenstock.").missing_term(entry) is None


def test_another_language_is_told_by_its_base() -> None:
    entry = make_entry(about=[])
    assert guard(language="en-GB").objection(entry) is None
    assert guard(language="de").objection(entry) == Objection("another language", "en")


def test_the_table_of_spellings_names_each_spelling_once() -> None:
    for name, others in shared_aliases().items():
        assert len({name, *others}) == len(others) + 1, name
