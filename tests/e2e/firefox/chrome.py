"""
Scripts that run in the browser's own window, where Firefox keeps what no page can reach: the toolbar, prompts, keys,
the console of all processes, and the extension's popup, sidebar and background, which WebDriver BiDi itself does not
list. They use Firefox's inner interface as of version 153.
"""

# The window is there before it can be used.
IS_READY = "() => gBrowserInit.delayedStartupFinished"

# WebDriver BiDi knows tabs by an id that it gives to their browser elements. With a permanent key those of an
# extension's views can have one too; then what works in a tab (scripts, pictures) works in them.
KNOW_VIEWS = """() => {
  const { NavigableManager } = ChromeUtils.importESModule("chrome://remote/content/shared/NavigableManager.sys.mjs");
  const inTabs = NavigableManager.getBrowserById.bind(NavigableManager);
  const views = () => WebExtensionPolicy.getActiveExtensions()
    .flatMap((policy) => [...(policy.extension?.views ?? [])])
    .map((view) => view.xulBrowser)
    .filter((browser) => browser?.permanentKey);
  NavigableManager.getBrowserById = (id) =>
    inTabs(id) ?? views().find((browser) => NavigableManager.getIdForBrowser(browser) === id) ?? null;
}"""

# Errors from every process: what was thrown comes to the parent's console by itself, calls of console.error do not. The
# parent itself refuses to load the listener, and runs nothing of an extension either.
COLLECT_ERRORS = """() => {
  globalThis.sidelightErrors = [];
  const keep = (extension, address, text) => globalThis.sidelightErrors.push({ extension, address, text });
  Services.console.registerListener({
    observe(message) {
      if (!(message instanceof Ci.nsIScriptError) || message.flags & Ci.nsIScriptError.warningFlag) return;
      keep(null, message.sourceName, `${message.errorMessage} (${message.sourceName}:${message.lineNumber})`);
    },
  });
  Services.ppmm.addMessageListener("sidelight:console", ({ data }) => keep(...data));
  const listen = () => {
    const told = (value) => (typeof value === "string" ? value : JSON.stringify(value) ?? String(value));
    Cc["@mozilla.org/consoleAPI-storage;1"].getService(Ci.nsIConsoleAPIStorage).addLogEventListener(
      ({ level, addonId, filename, lineNumber, arguments: values }) => {
        if (level !== "error" && level !== "assert") return;
        const words = Array.from(values, told).join(" ");
        Services.cpmm.sendAsyncMessage("sidelight:console", [
          addonId || null,
          filename,
          `${words} (${filename}:${lineNumber})`,
        ]);
      },
      Services.scriptSecurityManager.getSystemPrincipal(),
    );
  };
  Services.ppmm.loadProcessScript(`data:,(${encodeURIComponent(listen)})()`, true);
}"""

# Firefox also notes each answer that came for a page which was closed while it waited. No page could have heard it.
ERRORS_OF = """(id) => {
  const { mozExtensionHostname, extension } = WebExtensionPolicy.getByID(id);
  const own = globalThis.sidelightErrors.filter(
    (error) =>
      (error.extension === id || error.address.startsWith(`moz-extension://${mozExtensionHostname}/`)) &&
      !/^Promise (resolved|rejected) after context unloaded/.test(error.text),
  );
  return [...extension.errors, ...extension.warnings, ...own.map((error) => error.text)].map(String);
}"""

# Firefox puts the buttons of new extensions into a menu; most people move the one that they use.
PUT_BUTTON_ON_TOOLBAR = "(widget) => CustomizableUI.addWidgetToArea(`${widget}-browser-action`, 'nav-bar')"
BADGE = "(widget) => document.getElementById(`${widget}-BAP`).getAttribute('badge') ?? ''"
HOST_NAME = "(id) => WebExtensionPolicy.getByID(id).mozExtensionHostname"

# The mouse works in the browser's own window, as a person's does. In WebDriver BiDi a click moves the focus within its
# page only, and cannot reach the toolbar.
MOUSE = """(window, x, y, types) => {
  for (const type of types) {
    const clickCount = type === "mousemove" ? 0 : 1;
    window.synthesizeMouseEvent(type, x, y, { button: 0, clickCount }, {});
  }
}"""
# A press outside an open popup closes it, and its page with all that it was doing ends. Gives whether one was open.
CLOSE_POPUP = """async () => {
  const panel = document.querySelector(".webextension-popup-browser")?.closest("panel");
  if (panel?.state !== "open") return false;
  const closed = new Promise((resolve) => panel.addEventListener("popuphidden", resolve, { once: true }));
  panel.hidePopup();
  await closed;
  // Until the next picture clicks still go to what was there.
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  return true;
}"""
MOUSE_IN_VIEW = f"""async (context, [x, y], types) => {{
  const {{ NavigableManager }} = ChromeUtils.importESModule("chrome://remote/content/shared/NavigableManager.sys.mjs");
  const browser = NavigableManager.getBrowserById(context);
  if (gBrowser.getTabForBrowser(browser)?.selected === false) throw new Error("the tab is not in front");
  if (types.includes("mousedown") && !browser.closest("panel")) await ({CLOSE_POPUP})();
  const place = browser.getBoundingClientRect();
  ({MOUSE})(browser.ownerDocument.defaultView, place.x + x, place.y + y, types);
}}"""
CLICK = f"""(element) => {{
  const {{ x, y, width, height }} = element.getBoundingClientRect();
  ({MOUSE})(window, x + width / 2, y + height / 2, ["mousemove", "mousedown", "mouseup"]);
}}"""
CLICK_BUTTON = f"""async (widget) => {{
  if (!(await ({CLOSE_POPUP})())) ({CLICK})(document.getElementById(`${{widget}}-BAP`));
}}"""

# An element in the page keeps the keyboard only while its browser element has it.
FOCUS_PAGE = "() => gBrowser.selectedBrowser.focus()"

# The ids of the extension's views of one kind, as the protocol knows them. A popup is loaded before its panel opens, in
# another browser element.
VIEWS = """(id, kind) => {
  const { NavigableManager } = ChromeUtils.importESModule("chrome://remote/content/shared/NavigableManager.sys.mjs");
  return [...(WebExtensionPolicy.getByID(id).extension?.views ?? [])]
    .filter((view) => view.viewType === kind && view.xulBrowser)
    .map((view) => view.xulBrowser)
    .filter((browser) => kind !== "popup" || browser.closest("panel")?.state === "open")
    .map((browser) => {
      browser.permanentKey ??= {};
      return NavigableManager.getIdForBrowser(browser);
    });
}"""

WAKE_BACKGROUND = "(id) => WebExtensionPolicy.getByID(id).extension.wakeupBackground()"
STOP_BACKGROUND = "(id) => WebExtensionPolicy.getByID(id).extension.terminateBackground()"
OPEN_SIDEBAR = "(widget) => SidebarController.show(`${widget}-sidebar-action`)"
CLOSE_SIDEBAR = "() => SidebarController.hide()"

PROMPT = """[...document.querySelectorAll("popupnotification")].find((prompt) => !prompt.hidden)"""
PROMPT_WORDS = f"""() => {{
  const prompt = PopupNotifications.panel.state === "open" && {PROMPT};
  return prompt ? prompt.textContent.replace(/\\s+/g, " ").trim() : null;
}}"""
CLICK_PROMPT = f"""async (allow) => {{
  await ({CLOSE_POPUP})();
  const prompt = {PROMPT};
  ({CLICK})(allow ? prompt.button : prompt.secondaryButton);
}}"""

# Keys go in at the window, as those of a keyboard do: to the browser's shortcuts and to whatever has the focus.
PRESS_KEYS = """(keys) => {
  const processor = Cc["@mozilla.org/text-input-processor;1"].createInstance(Ci.nsITextInputProcessor);
  if (!processor.beginInputTransactionForTests(window)) throw new Error("the window takes no keys");
  const events = keys.map((key) => new KeyboardEvent("", key));
  for (const event of events) processor.keydown(event);
  for (const event of events.reverse()) processor.keyup(event);
}"""

LET_POPUPS_COME = "(allow) => Services.prefs.setBoolPref('extensions.openPopupWithoutUserGesture.enabled', allow)"
SET_MEDIUM = "(medium) => { gBrowser.selectedBrowser.browsingContext.mediumOverride = medium; }"
SET_DARK = "(dark) => Services.prefs.setIntPref('ui.systemUsesDarkTheme', dark ? 1 : 0)"
