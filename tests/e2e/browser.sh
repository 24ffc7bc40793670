#!/usr/bin/env bash
# Finds a Chromium and a Firefox for the browser tests, or installs Debian's where this may be done.
set -euo pipefail
missing=()
if [ -z "${SIDELIGHT_CHROMIUM:-}" ] && ! command -v chromium >/dev/null && ! command -v chromium-browser >/dev/null; then
  missing+=(chromium)
fi
if [ -z "${SIDELIGHT_FIREFOX:-}" ] && ! command -v firefox-esr >/dev/null && ! command -v firefox >/dev/null; then
  missing+=(firefox-esr)
fi
if [ ${#missing[@]} = 0 ]; then
  exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing Debian's ${missing[*]}…"
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends "${missing[@]}" openssl fonts-liberation fonts-dejavu-core >/dev/null
  exit 0
fi
echo "The browser tests need ${missing[*]}: install it, or set SIDELIGHT_CHROMIUM and SIDELIGHT_FIREFOX to executables." >&2
exit 1
