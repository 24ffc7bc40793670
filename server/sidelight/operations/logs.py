"""Logs for operators: what happened, never what was read, by whom, or from where."""

from __future__ import annotations

import logging

# Method, path without its query, status, duration in milliseconds. No address, no referrer, no user agent.
ACCESS_FORMAT = "%(m)s %(U)s %(s)s %(M)sms"
FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
# These tell of requests and texts.
QUIET = ("httpx", "huggingface_hub", "sentence_transformers", "transformers", "trafilatura", "htmldate", "urllib3")


def configure_logs(level: str) -> None:
    """Sends Sidelight's log lines to standard error from the level on; other libraries' from `warning` on."""
    logging.basicConfig(format=FORMAT, level=logging.WARNING, force=True)
    logging.getLogger("sidelight").setLevel(level.upper())
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.CRITICAL)
