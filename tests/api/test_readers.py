from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from sidelight.app import Parts, web
from sidelight.settings import Settings

PAGE: dict[str, Any] = {
    "title": "Kyiv's next conference slips",
    "language": "en",
    "published": "2024-10-12",
    "blocks": [
        {"kind": "heading", "text": "Kyiv's next conference slips"},
        {
            "kind": "paragraph",
            "text": "It rained. Kyiv put off the follow-up peace conference that it had planned for November."
            " It rained.",
        },
    ],
}


def post(client: FlaskClient, body: Any, **headers: str) -> TestResponse:
    data = body if isinstance(body, (str, bytes)) else json.dumps(body)
    return client.post("/v1/notes", data=data, headers={"Content-Type": "application/json", **headers})


def problem(response: TestResponse) -> dict[str, Any]:
    assert response.content_type == "application/problem+json"
    assert response.json is not None
    assert response.json["status"] == response.status_code
    return response.json


def test_blocks_in_targets_out(client: FlaskClient) -> None:
    response = post(client, PAGE)
    assert response.status_code == 200
    answer = response.json
    (note,) = answer["notes"]
    assert note["entry"] == "peace-summit-ukraine-status"
    assert note["target"] == {
        "block": 1,
        "selector": {
            "type": "TextQuoteSelector",
            "exact": "Kyiv put off the follow-up peace conference that it had planned for November.",
            "prefix": "It rained. ",
            "suffix": " It rained.",
        },
    }
    assert note["then"]["date"] == "2024-10-08"
    assert note["reason"]["claim"].startswith("Kyiv put off")
    assert 0.3 < note["reason"]["probability"] <= 1


def test_the_second_answer_equals_the_first(client: FlaskClient) -> None:
    assert post(client, PAGE).data == post(client, PAGE).data


def test_a_page_without_a_date_says_so(client: FlaskClient) -> None:
    answer = post(client, {**PAGE, "published": None}).json
    assert [notice["code"] for notice in answer["notices"]] == ["date-unknown"]
    (note,) = answer["notes"]
    assert note["then"] is None
    assert {step["since_page"] for step in note["developments"]} == {None}


def test_a_page_about_something_else_gets_an_empty_list(client: FlaskClient) -> None:
    texts = ["The home side won by two goals.", "Supporters sang until the lights went out."]
    answer = post(client, {**PAGE, "title": "", "blocks": [{"text": text} for text in texts]}).json
    assert answer["notes"] == []


def test_one_word_gets_an_empty_list_and_a_notice(client: FlaskClient) -> None:
    answer = post(client, {"published": "2024-10-12", "blocks": [{"text": "Ukraine"}]}).json
    assert answer["notes"] == []
    assert [notice["code"] for notice in answer["notices"]] == ["nothing-to-read"]


def test_another_language_gets_an_empty_list_and_a_notice(client: FlaskClient) -> None:
    text = "Kiew hat die für November geplante Friedenskonferenz verschoben, sagte eine Beraterin am Dienstag."
    answer = post(client, {"published": "2024-10-12", "blocks": [{"text": text}]}).json
    assert (answer["language"], answer["notes"]) == ("de", [])
    assert [notice["code"] for notice in answer["notices"]] == ["language-not-covered"]


TOMORROW = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ("", 422, "not valid JSON"),
        ("{", 422, "not valid JSON"),
        (b"\xff\xfe\x00binary", 422, "not valid JSON"),
        ('{"blocks": [{"text": "\\ud800"}]}', 422, "not valid JSON (unexpected end of hex escape"),
        ("[]", 422, "Input should be an object"),
        ({}, 422, "/blocks: Is missing."),
        ({"blocks": []}, 422, "holds no text"),
        ({"blocks": [{"text": " \n "}]}, 422, "holds no text"),
        ({"blocks": "text"}, 422, "/blocks:"),
        ({"blocks": [{"text": 5}]}, 422, "/blocks/0/text:"),
        ({"blocks": [{"text": "A.", "kind": "advert"}]}, 422, "/blocks/0/kind:"),
        ({"blocks": [{"text": "A."}], "adress": "x"}, 422, "/adress: There is no such key."),
        ({"blocks": [{"text": "A."}], "language": "not a language"}, 422, "/language:"),
        ({"blocks": [{"text": "A."}], "published": "yesterday"}, 422, "/published:"),
        ({"blocks": [{"text": "A."}], "published": "1728432000"}, 422, "/published:"),
        ({"blocks": [{"text": "A."}], "published": 1728432000}, 422, "/published:"),
        ({"blocks": [{"text": "A."}], "published": TOMORROW}, 422, "lies in the future"),
        ({"blocks": [{"text": "a" * 300_000}]}, 413, "300000 characters; at most 200000"),
        ({"blocks": [{"text": "a"}] * 3001}, 413, "3001 blocks; at most 3000"),
        ({"blocks": [{"text": "a" * 2_000_001}]}, 413, "at most 2000000 bytes"),
    ],
)
def test_bad_input_gets_one_clear_sentence(client: FlaskClient, body: Any, status: int, words: str) -> None:
    said = problem(post(client, body))
    assert said["status"] == status
    assert words in said["detail"]
    assert "\n" not in said["detail"]


def test_every_wrong_field_is_named(client: FlaskClient) -> None:
    said = problem(post(client, {"blocks": [{"text": 5}, {"txt": "A."}]}))
    assert [error["pointer"] for error in said["errors"]] == ["/blocks/0/text", "/blocks/1/text", "/blocks/1/txt"]


def test_a_body_that_is_not_json_by_its_header_is_refused(client: FlaskClient) -> None:
    assert problem(client.post("/v1/notes", data="{}"))["status"] == 415


@pytest.mark.parametrize("path", ["/v1/revision", "/v1/entries/peace-summit-ukraine-status", "/v1/openapi.json"])
def test_a_get_can_be_asked_again_cheaply(client: FlaskClient, path: str) -> None:
    first = client.get(path)
    assert first.status_code == 200
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_notes_can_be_asked_again_cheaply(client: FlaskClient) -> None:
    first = post(client, PAGE)
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert post(client, PAGE, **{"If-None-Match": first.headers["ETag"]}).status_code == 304
    other = {**PAGE, "published": "2024-06-17"}
    assert post(client, other, **{"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_an_entry_is_read_back_whole(client: FlaskClient, sidelight: Parts) -> None:
    answer = client.get("/v1/entries/peace-summit-ukraine-status").json
    stored = sidelight.shelf.catalog.entry("peace-summit-ukraine-status").entry
    assert answer["entry"] == stored.model_dump(mode="json")
    assert (answer["revision"], answer["library_revision"]) == (1, 1)


def test_an_unknown_entry_is_a_404(client: FlaskClient) -> None:
    said = problem(client.get("/v1/entries/no-such-entry"))
    assert (said["status"], said["detail"]) == (404, "There is no published entry 'no-such-entry'.")


def test_limits_come_from_the_settings(sidelight: Parts, session_settings: Settings) -> None:
    small = web(sidelight, session_settings.model_copy(update={"max_characters": 100, "max_blocks": 2}))
    client = small.test_client()
    assert post(client, {"blocks": [{"text": "a" * 101}]}).status_code == 413
    assert post(client, {"blocks": [{"text": "a"}] * 3}).status_code == 413
    assert post(client, {"blocks": [{"text": "a"}] * 2}).status_code == 200
