"""The driver itself, with a small extension: what a person does in Firefox can be done, what they see can be seen."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from .browser import FirefoxReader, firefox_reader
from .conftest import FirefoxStarter
from .view import wait_for

pytestmark = pytest.mark.browser

SPECIMEN = Path(__file__).parent / "specimen"
ARTICLE = "peace-summit.html"
GIVE_BACK = (
    "() => browser.permissions.remove({ origins: ['http://news.example/*'], data_collection: ['websiteContent'] })"
)
GRANTED = "async () => (await browser.permissions.getAll()).origins.includes('http://news.example/*')"


@pytest.fixture(scope="module")
def specimen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FirefoxReader]:
    with firefox_reader(SPECIMEN, tmp_path_factory.mktemp("firefox")) as reader:
        yield reader


@pytest.fixture
def reader(specimen: FirefoxReader, news: str) -> Iterator[FirefoxReader]:
    """A reader at an article, with nothing granted or kept."""
    specimen.open(f"{news}/{ARTICLE}")
    yield specimen
    specimen.press_keys("Escape")
    specimen.close_sidebar()
    specimen.background().evaluate("() => browser.storage.local.clear()")
    specimen.background().evaluate(GIVE_BACK)


def test_pages_have_names_and_certificates(reader: FirefoxReader, news: str, secure_news: str) -> None:
    for site in (news, secure_news):
        page = reader.open(f"{site}/{ARTICLE}")
        assert page.evaluate("location.href") == f"{site}/{ARTICLE}"
        assert page.text("h1") == "A summit put off, and a war that is counted twice"
        assert page.evaluate("async (first, second) => [first + second, { none: undefined }]", 1, 2) == [3, {}]


def test_the_popup_opens_works_and_closes(reader: FirefoxReader, tmp_path: Path) -> None:
    reader.press_button()
    popup = reader.popup()
    assert popup.text("h1") == "Popup"
    assert popup.violations() == []
    popup.click("button", "Mark the page")
    popup.wait_for_element("#outcome", "Marked")
    assert reader.page.evaluate("document.title") == "Marked", "the click gave leave to read the tab below"
    popup.click("#name")
    reader.press_keys("M", "e", "Shift+Tab", "Tab", "End", " ", "2")
    popup.wait_for("document.getElementById('name').value === 'Me 2'")
    popup.screenshot(tmp_path / "popup.png")
    assert list(size(tmp_path / "popup.png")) == popup.evaluate("[innerWidth, innerHeight]")
    reader.press_keys("Escape")
    reader.page.wait_for("document.hasFocus()")
    assert not reader.has_popup()


def test_a_click_elsewhere_closes_the_popup(reader: FirefoxReader) -> None:
    reader.press_button()
    reader.popup()
    reader.page.click("h1")
    assert not reader.has_popup()
    reader.press_button()
    reader.popup()
    reader.press_button()
    assert not reader.has_popup()


def test_the_sidebar_opens_beside_the_page(reader: FirefoxReader, tmp_path: Path) -> None:
    wide = reader.page.evaluate("innerWidth")
    sidebar = reader.open_sidebar()
    assert sidebar.text("h1") == "Sidebar"
    reader.page.wait_for("(wide) => innerWidth < wide", wide)
    assert sidebar.violations() == ["label: #name"], "the field has no name, so that this can be seen"
    sidebar.click("#name")
    reader.press_keys("x")
    sidebar.wait_for("document.getElementById('name').value === 'x'")
    sidebar.screenshot(tmp_path / "sidebar.png")
    assert list(size(tmp_path / "sidebar.png")) == sidebar.evaluate("[innerWidth, innerHeight]")
    reader.close_sidebar()
    reader.page.wait_for("(wide) => innerWidth === wide", wide)
    assert not reader.has_sidebar()


@pytest.mark.parametrize("allow", [True, False])
def test_prompts_are_answered(reader: FirefoxReader, allow: bool) -> None:
    sidebar = reader.open_sidebar()
    sidebar.click("#ask")
    words = reader.answer_prompt(allow)
    assert "news.example" in words
    assert "website content" in words
    sidebar.wait_for_element("#outcome", "Granted" if allow else "Refused")
    assert reader.stored() == {"granted": allow}


def test_a_prompt_outlives_the_popup_that_asked(reader: FirefoxReader) -> None:
    reader.press_button()
    reader.popup().click("#ask")
    reader.answer_prompt(allow=True)
    reader.background().wait_for(GRANTED)
    assert not reader.has_popup()
    assert reader.stored() == {}, "the popup's page has ended, so nobody there wrote the answer down"


def test_prompts_can_be_left_out(start_firefox: FirefoxStarter, news: str) -> None:
    reader = start_firefox(SPECIMEN, preferences={"extensions.webextOptionalPermissionPrompts": False})
    reader.open(f"{news}/{ARTICLE}")
    reader.press_button()
    popup = reader.popup()
    popup.click("#ask")
    popup.wait_for_element("#outcome", "Granted")


def test_keys_reach_the_page_and_the_shortcuts(reader: FirefoxReader) -> None:
    reader.page.evaluate("() => document.querySelector('.masthead a').focus()")
    reader.press_keys("Tab")
    reader.page.wait_for("document.activeElement.textContent === 'Sport'")
    reader.press_keys("Alt+Shift+J")
    reader.background().wait_for("async () => (await browser.storage.local.get()).command === 'command'")
    reader.stop_background()
    assert reader.stored() == {"command": "command"}, "the background is woken to ask it"


def test_the_mouse_moves_over_the_page(reader: FirefoxReader) -> None:
    reader.page.hover(".masthead a", "Sport")
    reader.page.wait_for("document.querySelector('.masthead a:hover')?.textContent === 'Sport'")
    reader.page.move_mouse(5, 500)
    reader.page.wait_for("document.querySelector('.masthead a:hover') === null")


def test_errors_of_the_extension_are_seen(reader: FirefoxReader, news: str) -> None:
    page = reader.open(f"{news}/{ARTICLE}?again#fail")
    page.evaluate("() => console.error('the page has its own troubles')")
    reader.press_button()
    popup = reader.popup()
    assert reader.errors() == []
    popup.click("#mark")
    popup.evaluate("() => { browser.runtime.sendMessage('fail').catch(() => undefined); }")
    expected = ["said in the page", "thrown in the page", 'said in the background {"why":"a test"}']
    wait_for(lambda: all(any(words in error for error in reader.errors()) for words in expected), "errors")
    assert not any("its own troubles" in error for error in reader.errors())


def test_pages_of_the_extension_open_in_tabs(reader: FirefoxReader, news: str) -> None:
    tab = reader.open_tab("popup.html")
    tab.click("#name")
    reader.press_keys("x")
    tab.wait_for("document.getElementById('name').value === 'x'")
    assert reader.tabs() == [f"{news}/{ARTICLE}", reader.address("popup.html")]
    assert reader.tab("popup.html") == tab
    reader.close(tab)
    assert reader.tabs() == [f"{news}/{ARTICLE}"]


def test_an_update_ends_what_ran(reader: FirefoxReader) -> None:
    reader.background().evaluate("() => { globalThis.before = true; }")
    reader.install(SPECIMEN)
    assert reader.background().evaluate("globalThis.before") is None
    reader.press_button()
    assert reader.popup().text("h1") == "Popup"


def test_policies_reach_the_extension(start_firefox: FirefoxStarter) -> None:
    kept = {"server": "https://sidelight.example"}
    policies = {"3rdparty": {"Extensions": {"specimen@sidelight.invalid": kept}}}
    assert start_firefox(SPECIMEN, policies=policies).stored("managed") == kept


def test_the_browser_can_be_dark_and_narrow(start_firefox: FirefoxStarter, news: str, tmp_path: Path) -> None:
    reader = start_firefox(SPECIMEN)
    page = reader.open(f"{news}/{ARTICLE}")
    reader.prefer_dark(True)
    page.resize(320, 640)
    page.screenshot(tmp_path / "page.png")
    assert size(tmp_path / "page.png") == (320, 640)
    reader.press_button()
    assert reader.popup().evaluate("matchMedia('(prefers-color-scheme: dark)').matches") is True


def test_sidelight_can_be_driven(firefox: FirefoxReader, news: str) -> None:
    firefox.open(f"{news}/{ARTICLE}")
    firefox.press_button()
    asked = firefox.tab("pages/consent.html")
    assert asked.text("h1") == "Before Sidelight reads a page"
    assert firefox.stored().get("consent") is None
    options = firefox.open_tab("pages/options.html")
    options.wait_for_element("h1")
    assert options.violations() == []


def size(picture: Path) -> tuple[int, ...]:
    """Width and height by a PNG's first bytes."""
    return struct.unpack(">II", picture.read_bytes()[16:24])
