"""A person with a Firefox that has the extension: toolbar, keyboard, prompts, and everything that shows a page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from . import chrome
from .bidi import Connection, session
from .keys import chord
from .launch import running_firefox
from .view import View, wait_for


@dataclass(frozen=True)
class FirefoxReader:
    """A Firefox with one window. `page` is the tab in which the person reads."""

    connection: Connection
    window: View
    page: View
    extension_id: str

    def install(self, extension: Path) -> None:
        """Installs the unpacked extension and puts its button on the toolbar. Once more is an update."""
        self.connection.command("webExtension.install", extensionData={"type": "path", "path": str(extension)})
        self.window.evaluate(chrome.PUT_BUTTON_ON_TOOLBAR, self._widget)

    def open(self, address: str) -> View:
        """Goes to a web page in the tab in which the person reads, and waits until it is loaded."""
        self.connection.command("browsingContext.navigate", context=self.page.context, url=address, wait="complete")
        self.show(self.page)
        return self.page

    def show(self, tab: View) -> None:
        """Brings a tab to the front, with the keyboard in its document."""
        self.connection.command("browsingContext.activate", context=tab.context)
        self.window.evaluate(chrome.FOCUS_PAGE)

    def tab(self, path: str) -> View:
        """The tab with this page of the extension, such as `pages/options.html`, once it is open and loaded."""
        address = self.address(path)
        contexts = wait_for(
            lambda: [told["context"] for told in self._tabs() if told["url"].split("?")[0] == address],
            f"tab with {path}",
        )
        return self._loaded(contexts[0], path)

    def open_tab(self, path: str) -> View:
        """Opens a page of the extension in a new tab."""
        context = self.connection.command("browsingContext.create", type="tab")["context"]
        # Firefox never says that such a page is complete.
        self.connection.command("browsingContext.navigate", context=context, url=self.address(path), wait="none")
        return self._loaded(context, path)

    def open_beside(self, address: str) -> View:
        """Opens a web page in a new tab, in front."""
        context = self.connection.command("browsingContext.create", type="tab")["context"]
        self.connection.command("browsingContext.navigate", context=context, url=address, wait="complete")
        tab = View(self.connection, self.window.context, context)
        self.show(tab)
        return tab

    def go_back(self) -> None:
        """Goes back to the page before, in the tab in which the person reads."""
        self.connection.command("browsingContext.traverseHistory", context=self.page.context, delta=-1)

    def close(self, tab: View) -> None:
        """Closes a tab."""
        self.connection.command("browsingContext.close", context=tab.context)

    def close_others(self) -> None:
        """Closes all tabs but the one in which the person reads."""
        for told in self._tabs():
            if told["context"] != self.page.context:
                self.connection.command("browsingContext.close", context=told["context"])

    def tabs(self) -> list[str]:
        """The addresses of all tabs."""
        return [told["url"] for told in self._tabs()]

    def address(self, path: str) -> str:
        """The address of a file of the extension; its host is another in every profile."""
        return f"moz-extension://{self.window.evaluate(chrome.HOST_NAME, self.extension_id)}/{path}"

    def press_button(self) -> None:
        """Clicks the extension's button in the toolbar. Where the popup is open, this closes it."""
        self.window.evaluate(chrome.CLICK_BUTTON, self._widget)

    def badge(self) -> str:
        """What the button's badge says; nothing is an empty string."""
        return str(self.window.evaluate(chrome.BADGE, self._widget))

    def popup(self) -> View:
        """The popup of the button, once it is open and loaded."""
        return self._loaded(wait_for(lambda: self._views("popup"), "popup")[0])

    def has_popup(self) -> bool:
        """Whether the popup is open now."""
        return bool(self._views("popup"))

    def let_popups_come(self, allow: bool) -> None:
        """Whether the extension may open its popup by itself, as it may at first; otherwise only the button does."""
        self.window.evaluate(chrome.LET_POPUPS_COME, allow)

    def open_sidebar(self) -> View:
        """Opens the extension's sidebar, as the menu *View* does."""
        self.window.evaluate(chrome.OPEN_SIDEBAR, self._widget)
        return self.sidebar()

    def sidebar(self) -> View:
        """The extension's sidebar, once it is open and loaded."""
        return self._loaded(wait_for(lambda: self._views("sidebar"), "sidebar")[0])

    def has_sidebar(self) -> bool:
        """Whether the sidebar is open now."""
        return bool(self._views("sidebar"))

    def close_sidebar(self) -> None:
        """Closes whatever sidebar is open."""
        self.window.evaluate(chrome.CLOSE_SIDEBAR)

    def background(self) -> View:
        """The extension's background page. It is woken where Firefox had ended it."""
        self.window.evaluate(chrome.WAKE_BACKGROUND, self.extension_id)
        return self._loaded(wait_for(lambda: self._views("background"), "background")[0])

    def stop_background(self) -> None:
        """Ends the background page, as Firefox does when it has been idle."""
        self.window.evaluate(chrome.STOP_BACKGROUND, self.extension_id)

    def stored(self, area: str = "local") -> dict:
        """All that the extension keeps in a storage area: `local`, `session`, `sync` or `managed`."""
        return dict(self.background().evaluate("(area) => browser.storage[area].get()", area))

    def press_keys(self, *chords: str) -> None:
        """Presses keys where the focus is: `Tab`, `Enter`, `Escape`, `Alt+Shift+J`, or one character each."""
        for name in chords:
            self.window.evaluate(chrome.PRESS_KEYS, chord(name))

    def prompt(self) -> str:
        """The words of Firefox's own prompt below the toolbar, once it is open."""
        return str(wait_for(lambda: self.window.evaluate(chrome.PROMPT_WORDS), "prompt"))

    def answer_prompt(self, allow: bool) -> str:
        """
        Clicks the prompt's first button, or else its second, and gives the words of the prompt. As with a real mouse, a
        popup that asked is closed by then, and does not hear the answer.
        """
        words = self.prompt()
        self.window.evaluate(chrome.CLICK_PROMPT, allow)
        wait_for(lambda: self.window.evaluate(chrome.PROMPT_WORDS) is None, "end of the prompt")
        return words

    def prefer_dark(self, dark: bool) -> None:
        """Makes the whole browser dark or light, as the person's desktop would."""
        self.window.evaluate(chrome.SET_DARK, dark)
        self.page.wait_for("(dark) => matchMedia('(prefers-color-scheme: dark)').matches === dark", dark)

    def show_printed(self, printed: bool) -> None:
        """Lays the page in front out as on paper, or again as on the screen."""
        self.window.evaluate(chrome.SET_MEDIUM, "print" if printed else "")

    def errors(self) -> list[str]:
        """
        What the extension did wrong so far, anywhere: what it threw or rejected, what it gave to console.error, what a
        content security policy refused it, what its manifest has wrong.
        """
        return list(self.window.evaluate(chrome.ERRORS_OF, self.extension_id))

    @property
    def _widget(self) -> str:
        return re.sub(r"[^a-z0-9_-]", "_", self.extension_id.lower())

    def _tabs(self) -> list[dict]:
        return self.connection.command("browsingContext.getTree", maxDepth=0)["contexts"]

    def _views(self, kind: str) -> list[str]:
        return list(self.window.evaluate(chrome.VIEWS, self.extension_id, kind))

    def _loaded(self, context: str, path: str = "") -> View:
        view = View(self.connection, self.window.context, context)
        script = "(start) => document.readyState === 'complete' && location.href.startsWith(start)"
        view.wait_for(script, self.address(path))
        return view


@contextmanager
def firefox_reader(
    extension: Path,
    folder: Path,
    preferences: Mapping[str, object] | None = None,
    policies: Mapping[str, object] | None = None,
) -> Iterator[FirefoxReader]:
    """
    A Firefox that has the unpacked `extension`, its button on the toolbar; see `running_firefox` for the rest. With the
    preference `extensions.webextOptionalPermissionPrompts` at False, permissions are granted without a prompt.
    """
    extension_id = json.loads((extension / "manifest.json").read_text())["browser_specific_settings"]["gecko"]["id"]
    with running_firefox(folder, preferences, policies) as address, session(address) as connection:
        [window] = connection.command("browsingContext.getTree", maxDepth=0, **{"moz:scope": "chrome"})["contexts"]
        [tab] = connection.command("browsingContext.getTree", maxDepth=0)["contexts"]
        views = [View(connection, window["context"], place["context"]) for place in (window, tab)]
        reader = FirefoxReader(connection, *views, extension_id)
        reader.window.wait_for(chrome.IS_READY)
        reader.window.evaluate(chrome.KNOW_VIEWS)
        reader.window.evaluate(chrome.COLLECT_ERRORS)
        reader.install(extension)
        yield reader
