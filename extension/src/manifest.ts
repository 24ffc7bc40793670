/** The manifest, once for both browsers. README.md says what each permission is for. */

export type Target = "chromium" | "firefox";

const PANEL = "pages/panel.html";

/** The manifest of the build for `target`, whose default server is `server` (an origin). */
export function manifest(target: Target, version: string, server: string): Record<string, unknown> {
  return {
    manifest_version: 3,
    name: "__MSG_extensionName__",
    description: "__MSG_extensionDescription__",
    version,
    default_locale: "en",
    icons: icons(),
    action: { default_title: "__MSG_actionTitle__", default_icon: icons() },
    options_ui: { page: "pages/options.html", open_in_tab: true },
    // Chromium leaves Alt+Shift+N, P and A unassigned and does not say so; in Firefox the letters of the menu bar
    // (in English F, E, V, S, B, T, H) open a menu.
    commands: {
      _execute_action: { suggested_key: { default: "Alt+Shift+Y" } },
      "next-note": command("Alt+Shift+J", "commandNext"),
      "previous-note": command("Alt+Shift+K", "commandPrevious"),
      "open-list": command("Alt+Shift+L", "commandList"),
    },
    host_permissions: [hostPattern(target, server)],
    optional_host_permissions: ["https://*/*", "http://*/*"],
    incognito: "not_allowed",
    content_security_policy: {
      extension_pages:
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; " +
        "connect-src https: http://127.0.0.1:* http://localhost:*; base-uri 'none'; form-action 'none'",
    },
    ...(target === "chromium" ? chromium() : firefox()),
  };
}

function chromium(): Record<string, unknown> {
  return {
    minimum_chrome_version: "148",
    permissions: ["activeTab", "scripting", "storage", "offscreen", "sidePanel"],
    background: { service_worker: "worker.js" },
    side_panel: { default_path: PANEL },
    storage: { managed_schema: "managed.json" },
  };
}

function firefox(): Record<string, unknown> {
  return {
    permissions: ["activeTab", "scripting", "storage"],
    background: { scripts: ["worker.js"] },
    sidebar_action: {
      default_title: "__MSG_extensionName__",
      default_panel: PANEL,
      default_icon: icons(),
      open_at_install: false,
    },
    browser_specific_settings: {
      gecko: {
        id: "extension@sidelight.invalid",
        strict_min_version: "150.0",
        data_collection_permissions: { required: ["none"], optional: ["websiteContent"] },
      },
    },
  };
}

function command(key: string, words: string): Record<string, unknown> {
  return { suggested_key: { default: key }, description: `__MSG_${words}__` };
}

// Firefox accepts a pattern with a port and then does not let the request through; Chromium can be held to the port.
function hostPattern(target: Target, server: string): string {
  const { protocol, host, hostname } = new URL(server);
  return `${protocol}//${target === "firefox" ? hostname : host}/*`;
}

function icons(): Record<string, string> {
  return Object.fromEntries([16, 32, 48, 128].map((size) => [size, `icons/icon-${size}.png`]));
}
