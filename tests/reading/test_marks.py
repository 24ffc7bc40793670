import pytest

from sidelight.reading.marks import is_closed, is_question


@pytest.mark.parametrize(
    "text", ["It ended.", "“It ended.”", "It ended.[2]", "It ended (AP).", "It ended. (AP)", "好。", "Так…"]
)
def test_closed(text):
    assert is_closed(text)


@pytest.mark.parametrize("text", ["Summit put off", "By A. Writer", "", "Read more >", "3.5"])
def test_open(text):
    assert not is_closed(text)


@pytest.mark.parametrize("text", ["Is it over?", "“Is it over?”", "Is it?!", "(Is it?)", "ماذا؟", "是吗？", "Why? "])
def test_questions(text):
    assert is_question(text)


@pytest.mark.parametrize("text", ["“Is it over?” she asked.", "It is.", "", "?no"])
def test_no_questions(text):
    assert not is_question(text)
