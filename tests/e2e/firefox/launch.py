"""Starts a headless Firefox that nothing on this machine has touched before."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

START_SECONDS = 60
END_SECONDS = 10
WINDOW = (1000, 800)

PREFERENCES: Mapping[str, object] = {
    # Every name leads to this machine: pages have names as on the web, and nothing reaches the web.
    "network.dns.forceResolve": "127.0.0.1",
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "app.update.enabled": False,
    "app.normandy.enabled": False,
    "browser.aboutwelcome.enabled": False,
    "browser.newtabpage.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.enabled": False,
    # A prompt can be answered as soon as it is there. It waits against clicks that were meant for something else.
    "security.notification_enable_delay": 0,
}


def find_firefox() -> Path:
    """The executable to be tested, with all links followed."""
    found = os.environ.get("SIDELIGHT_FIREFOX") or shutil.which("firefox-esr") or shutil.which("firefox")
    assert found, "no Firefox was found; run tests/e2e/browser.sh"
    return Path(found).resolve()


@contextmanager
def running_firefox(
    folder: Path, preferences: Mapping[str, object] | None = None, policies: Mapping[str, object] | None = None
) -> Iterator[str]:
    """
    A Firefox whose profile and home are in `folder`, which must be empty; gives the address of its WebDriver BiDi.
    `policies` are those of an organisation, as its policies.json has them.
    """
    profile, home, log = folder / "profile", folder / "home", folder / "firefox.log"
    profile.mkdir(parents=True)
    home.mkdir()
    lines = {**PREFERENCES, **(preferences or {})}.items()
    text = "".join(f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in lines)
    (profile / "user.js").write_text(text)
    executable = find_firefox()
    if policies is not None:
        executable = _managed(executable, folder / "firefox", policies)
    command = [executable, "--headless", "--no-remote", "--profile", profile, "--remote-debugging-port=0"]
    # Without it neither the toolbar nor the extension's own pages can be reached.
    command.append("--remote-allow-system-access")
    size = {"MOZ_HEADLESS_WIDTH": str(WINDOW[0]), "MOZ_HEADLESS_HEIGHT": str(WINDOW[1])}
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, env={**os.environ, **size, "HOME": str(home)}, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        yield _address(process, profile / "WebDriverBiDiServer.json", log)
    finally:
        process.terminate()
        try:
            process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _address(process: subprocess.Popen[bytes], file: Path, log: Path) -> str:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        # Firefox is still writing while the end is missing.
        if file.exists() and (text := file.read_text()).endswith("}"):
            told = json.loads(text)
            return f"ws://{told['ws_host']}:{told['ws_port']}"
        time.sleep(0.05)
    raise AssertionError(f"Firefox did not start:\n{log.read_text()}")


def _managed(executable: Path, folder: Path, policies: Mapping[str, object]) -> Path:
    """
    The same Firefox, in a folder with policies. Firefox looks for them beside its executable (or in /etc/firefox, which
    is everybody's and wins), so the executable is a copy and all else a link.
    """
    folder.mkdir()
    for part in executable.parent.iterdir():
        if part.name not in {executable.name, "distribution"}:
            (folder / part.name).symlink_to(part)
    copy = Path(shutil.copy2(executable, folder / executable.name))
    (folder / "distribution").mkdir()
    (folder / "distribution" / "policies.json").write_text(json.dumps({"policies": policies}))
    return copy
