#!/usr/bin/env bash
# Finds a Chromium for the browser tests, or installs Debian's where this may be done.
set -euo pipefail
if [ -n "${SIDELIGHT_CHROMIUM:-}" ] || command -v chromium >/dev/null || command -v chromium-browser >/dev/null; then
  exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing Debian's Chromium…"
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends chromium fonts-liberation fonts-dejavu-core >/dev/null
  exit 0
fi
echo "The browser test needs Chromium: install it, or set SIDELIGHT_CHROMIUM to its executable." >&2
exit 1
