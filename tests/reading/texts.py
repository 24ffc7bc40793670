"""Any text at all, for property tests: every code point, lone surrogates and NUL too, and marks in odd rows."""

from hypothesis import strategies as st

_PIECES = (
    *"aA.!?… \n\t\"”“‘’)(]1é文。،؟।😀\0\ud83d\ude00\u2028\u00a0\u3000\ufeff",
    "U.S. ", "Mr. ", "... ", "e.g. ", "\r\n", "\n\n", "z. B. ", "г. ", "J.\u00a0R. ", "[1]", "It is so. ",
)  # fmt: skip

any_text = st.one_of(
    st.text(st.characters(), max_size=120),
    st.lists(st.sampled_from(_PIECES), max_size=40).map("".join),
)
any_language = st.sampled_from(
    ["en", "en-GB", "und", "de", "ru", "uk", "zh-Hans", "ar", "hi", "th", "xx", "", "\ud800"]
)
