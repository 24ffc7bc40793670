"""No page text in logs, database or Redis: a server is run and asked, well and badly, and all that it left is read.

What a reader chose to send with a report is in the database, for a time, and nowhere else.
"""

from __future__ import annotations

import dataclasses
import json
import logging
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import redis as redis_client
from sqlalchemy import text
from tests.conftest import LiveServer
from tests.support import make_entry

from sidelight.operations.embedded_redis import redis_url, socket_path

MARKER = "Zanzibarquelle"
SENTENCE = f"Kyiv put off the peace conference that it had planned for November, said {MARKER} in Ukraine."
REFERRER = "https://secret-reading.example/page"
AGENT = "SecretReaderAgent/7"
TOKEN = "SecretPairingToken42"
WORDS = "Quittenhonig says the reader."
PATIENCE_SECONDS = 20


def ask(server: LiveServer, body: bytes, content_type: str = "application/json", path: str = "/v1/notes") -> int:
    return answer(server, body, content_type, path)[0]


def answer(
    server: LiveServer, body: bytes, content_type: str = "application/json", path: str = "/v1/notes", token: str = TOKEN
) -> tuple[int, bytes]:
    request = urllib.request.Request(
        f"{server.url}{path}",
        data=body,
        headers={
            "Content-Type": content_type,
            "Referer": REFERRER,
            "User-Agent": AGENT,
            "Authorization": f"Bearer {token}",
        },
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def report_on(server: LiveServer) -> dict[str, Any]:
    """A report on the note that a page with SENTENCE gets, without words and without the tick."""
    status, body = answer(server, json.dumps({"blocks": [{"text": SENTENCE}], "language": "en"}).encode())
    assert status == 200
    (note,) = json.loads(body)["notes"]
    reason = {key: note["reason"][key] for key in ("rule", "version", "claim", "probability")}
    return {"entry": note["entry"], "revision": note["revision"], **reason, "kind": "wrong-place"}


def report(server: LiveServer, body: dict[str, Any], token: str = TOKEN) -> int:
    return answer(server, json.dumps(body).encode(), path="/v1/reports", token=token)[0]


def wait_for_lines(server: LiveServer, reports: int) -> None:
    """Until the access log tells of so many reports: a line is written after its answer."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while server.log.read_bytes().count(b"POST /v1/reports ") < reports:
        assert time.monotonic() < deadline, "the access log is not where it was looked for"
        time.sleep(0.02)


def left_behind(server: LiveServer, database: bool = True) -> bytes:
    """Everything that the server has written or keeps; without its database where that is asked."""
    files = [server.log, *(path for path in server.data_dir.iterdir() if path.is_file())]
    files = [path for path in files if database or not path.name.startswith("sidelight.sqlite")]
    kept = [path.read_bytes() for path in files]
    with redis_client.Redis.from_url(redis_url(socket_path(server.data_dir))) as client:
        for key in client.scan_iter():
            kept += [key, client.get(key) or b""]
    assert len(kept) > len(files), "the caches were not used"
    return b"\n".join(kept)


def test_nothing_of_a_page_or_its_reader_is_left_behind(serve: Callable[..., LiveServer], tmp_path: Path) -> None:
    server = serve(SIDELIGHT_LOG_LEVEL="debug")
    page = {"title": MARKER, "blocks": [{"text": SENTENCE}], "language": "en"}
    assert ask(server, json.dumps(page).encode()) == 200
    assert ask(server, json.dumps(page).encode()) == 200
    assert ask(server, f'{{"blocks": [{{"text": "{MARKER}"'.encode()) == 422
    assert ask(server, json.dumps({**page, MARKER: MARKER}).encode()) == 422
    assert ask(server, json.dumps({**page, "language": MARKER}).encode()) == 422
    assert ask(server, json.dumps({"blocks": [{"text": MARKER * 30_000}]}).encode()) == 413
    assert ask(server, MARKER.encode(), "text/plain") == 415
    assert ask(server, b"{}", path=f"/v1/notes?q={MARKER}") == 422
    left = left_behind(server)
    assert b"POST /v1/notes 200" in left, "the access log is not where it was looked for"
    for secret in (MARKER, REFERRER, AGENT, "127.0.0.1 -"):
        assert secret.encode() not in left, secret


def test_a_report_without_the_tick_leaves_no_sentence_and_words_rest_in_the_database_only(
    serve: Callable[..., LiveServer],
) -> None:
    server = serve(SIDELIGHT_LOG_LEVEL="debug", SIDELIGHT_PAIRING_TOKEN=TOKEN)
    plain = report_on(server)
    assert report(server, plain) == 204
    wait_for_lines(server, 1)
    left = left_behind(server)
    assert plain["claim"].encode() in left, "the report is not where it was looked for"
    assert MARKER.encode() not in left

    whole = {**plain, "words": WORDS, "sentence": SENTENCE}
    assert report(server, whole, token="x" + TOKEN) == 401
    assert report(server, {**whole, "kind": WORDS}) == 422
    assert report(server, {**whole, "claim": SENTENCE}) == 422
    assert report(server, {**whole, WORDS: SENTENCE}) == 422
    assert report(server, {**whole, "words": WORDS * 30}) == 422
    assert report(server, {**whole, "revision": 1000}) == 404
    wait_for_lines(server, 7)
    for secret in (MARKER, "Quittenhonig"):
        assert secret.encode() not in left_behind(server), secret

    assert report(server, whole) == 204
    wait_for_lines(server, 8)
    assert WORDS.encode() in left_behind(server)
    elsewhere = left_behind(server, database=False)
    for secret in (MARKER, "Quittenhonig"):
        assert secret.encode() not in elsewhere, secret
    for secret in (TOKEN, REFERRER, AGENT, "127.0.0.1 -"):
        assert secret.encode() not in left_behind(server), secret


def test_a_report_that_cannot_be_kept_tells_no_words(caplog, shelf, sidelight, settings) -> None:
    from sidelight.app import web

    shelf.workflow.publish([make_entry()], "anna")
    with shelf.database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE reports RENAME COLUMN rule TO other"))
    caplog.set_level(logging.DEBUG)
    client = web(dataclasses.replace(sidelight, shelf=shelf), settings).test_client()
    sent = {
        "entry": "test-entry",
        "revision": 1,
        "rule": "propose-read",
        "version": "2",
        "claim": "A statement that test-entry answers.",
        "probability": 0.5,
        "kind": "wrong-content",
        "words": WORDS,
        "sentence": SENTENCE,
    }
    response = client.post("/v1/reports", json=sent)
    assert response.status_code == 503
    for told in (response.text, caplog.text):
        assert MARKER not in told
        assert WORDS not in told


def test_a_failure_while_a_page_is_read_tells_no_text(caplog, sidelight, session_settings, monkeypatch) -> None:
    from sidelight.app import web

    def fail(*_: object) -> None:
        raise RuntimeError(f"could not read {SENTENCE}")

    monkeypatch.setattr("sidelight.notes.annotate.read_sentences", fail)
    client = web(sidelight, session_settings).test_client()
    response = client.post("/v1/notes", json={"blocks": [{"text": SENTENCE}], "language": "en"})
    assert response.status_code == 500
    assert "unforeseen RuntimeError" in caplog.text
    assert MARKER not in caplog.text
    assert MARKER not in response.text
