from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from tests.support import make_entry
from werkzeug.test import TestResponse

from sidelight.app import Parts, Shelf, open_shelf, web
from sidelight.feedback.limit import MinuteLimit
from sidelight.feedback.report import Report
from sidelight.feedback.reports import Reports
from sidelight.settings import Settings

REPORT: dict[str, Any] = {
    "entry": "test-entry",
    "revision": 1,
    "rule": "propose-read",
    "version": "2",
    "claim": "A statement that test-entry answers.",
    "probability": 0.75,
    "kind": "wrong-place",
    "words": "This is about another war.",
    "sentence": "It began in 1914.",
}


@pytest.fixture
def client(sidelight: Parts, shelf: Shelf, settings: Settings) -> FlaskClient:
    """A client of a Sidelight with a library of its own; the models are everybody's."""
    shelf.workflow.publish([make_entry()], "anna")
    return web(dataclasses.replace(sidelight, shelf=shelf), settings).test_client()


def send(client: FlaskClient, body: Any, **headers: str) -> TestResponse:
    data = body if isinstance(body, (str, bytes)) else json.dumps(body)
    return client.post("/v1/reports", data=data, headers={"Content-Type": "application/json", **headers})


def refused(response: TestResponse, status: int) -> str:
    assert response.status_code == status, response.text
    assert response.content_type == "application/problem+json"
    assert response.json is not None
    return response.json["detail"]


def test_a_report_is_taken_without_a_word(client: FlaskClient, shelf: Shelf) -> None:
    response = send(client, REPORT)
    assert (response.status_code, response.data) == (204, b"")
    assert response.headers["Cache-Control"] == "no-store"
    assert [kept.report for kept in shelf.reports.listed()] == [Report(**REPORT)]


def test_words_and_sentence_may_be_left_out(client: FlaskClient, shelf: Shelf) -> None:
    assert send(client, {**REPORT, "words": None, "sentence": None}).status_code == 204
    assert send(client, {key: REPORT[key] for key in REPORT if key not in ("words", "sentence")}).status_code == 204
    assert {(kept.report.words, kept.report.sentence) for kept in shelf.reports.listed()} == {(None, None)}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"kind": "like"}, "/kind:"),
        ({"words": "a" * 501}, "/words:"),
        ({"sentence": "a" * 2001}, "/sentence:"),
        ({"words": "a\x00b"}, "/words:"),
        ({"probability": 1.5}, "/probability:"),
        ({"probability": "high"}, "/probability:"),
        ({"revision": 0}, "/revision:"),
        ({"revision": 10**30}, "/revision:"),
        ({"entry": "Not an id"}, "/entry:"),
        ({"rule": "a sentence of the page"}, "/rule:"),
        ({"reader": "anna"}, "/reader: There is no such key."),
        ({"claim": "No claim of it."}, "The claim is none of revision 1"),
    ],
)
def test_what_is_no_report_is_refused_and_not_kept(
    client: FlaskClient, shelf: Shelf, changes: dict[str, Any], words: str
) -> None:
    assert words in refused(send(client, REPORT | changes), 422)
    assert shelf.reports.listed() == []


@pytest.mark.parametrize("changes", [{"entry": "no-such-entry"}, {"revision": 2}])
def test_a_note_that_never_was_is_a_404(client: FlaskClient, changes: dict[str, Any]) -> None:
    assert refused(send(client, REPORT | changes), 404).startswith("The library never published revision")


def test_it_has_the_gate_and_the_limits_of_all_routes(client: FlaskClient) -> None:
    refused(client.post("/v1/reports", data="{}"), 415)
    assert "not valid JSON" in refused(send(client, "{"), 422)
    refused(send(client, REPORT, Host="attacker.example"), 421)
    refused(send(client, REPORT, Origin="https://attacker.example"), 403)
    refused(send(client, " " * 2_000_001), 413)


def test_more_than_the_limit_come_back_later(sidelight: Parts, shelf: Shelf, settings: Settings) -> None:
    shelf.workflow.publish([make_entry()], "anna")
    limited = Reports(shelf.database, MinuteLimit(shelf.cache, 2, lambda: 615.0), words_days=30)
    parts = dataclasses.replace(sidelight, shelf=dataclasses.replace(shelf, reports=limited))
    client = web(parts, settings).test_client()
    assert send(client, {**REPORT, "kind": "like"}).status_code == 422
    assert [send(client, REPORT).status_code for _ in range(2)] == [204, 204]
    response = send(client, REPORT)
    refused(response, 429)
    assert response.headers["Retry-After"] == "45"
    assert len(limited.listed()) == 2


def test_the_limit_is_that_of_the_settings(sidelight: Parts, settings: Settings) -> None:
    small = settings.model_copy(update={"reports_per_minute": 1})
    shelf = open_shelf(small)
    shelf.workflow.publish([make_entry()], "anna")
    client = web(dataclasses.replace(sidelight, shelf=shelf), small).test_client()
    statuses = [send(client, REPORT).status_code for _ in range(4)]
    shelf.close()
    # A new minute may begin in between, but not twice.
    assert statuses[0] == 204
    assert statuses.count(429) >= 2


def test_a_lost_database_is_a_503(client: FlaskClient, shelf: Shelf, settings: Settings) -> None:
    shelf.database.close()
    there, elsewhere = settings.data_dir / "sidelight.sqlite", settings.data_dir / "elsewhere.sqlite"
    there.rename(elsewhere)
    there.mkdir()
    refused(send(client, REPORT), 503)
    there.rmdir()
    elsewhere.rename(there)
    assert shelf.reports.listed() == []


def test_what_a_note_says_of_itself_is_what_a_report_needs(sidelight: Parts, session_settings: Settings) -> None:
    own = web(sidelight, session_settings).test_client()
    text = "Kyiv put off the follow-up peace conference that it had planned for November."
    (note,) = own.post("/v1/notes", json={"language": "en", "blocks": [{"text": text}]}).json["notes"]
    reason = {key: note["reason"][key] for key in ("rule", "version", "claim", "probability")}
    sent = {"entry": note["entry"], "revision": note["revision"], **reason, "kind": "helpful"}
    assert send(own, sent).status_code == 204
