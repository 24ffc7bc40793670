"""No page text in logs, database or Redis: a server is run and asked, well and badly, and all that it left is read."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import redis as redis_client
from tests.conftest import LiveServer

from sidelight.operations.embedded_redis import redis_url, socket_path

MARKER = "Zanzibarquelle"
SENTENCE = f"Kyiv put off the peace conference that it had planned for November, said {MARKER} in Ukraine."
REFERRER = "https://secret-reading.example/page"
AGENT = "SecretReaderAgent/7"


def ask(server: LiveServer, body: bytes, content_type: str = "application/json", path: str = "/v1/notes") -> int:
    request = urllib.request.Request(
        f"{server.url}{path}",
        data=body,
        headers={"Content-Type": content_type, "Referer": REFERRER, "User-Agent": AGENT},
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.status
    except urllib.error.HTTPError as error:
        return error.code


def left_behind(server: LiveServer) -> bytes:
    """Everything that the server has written or keeps."""
    files = [server.log, *(path for path in server.data_dir.iterdir() if path.is_file())]
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
