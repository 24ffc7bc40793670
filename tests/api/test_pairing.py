"""A private server: the API asks for the token that its operator gave to the extensions."""

from __future__ import annotations

import json

import jsonschema
import pytest
from flask.testing import FlaskClient
from pydantic import SecretStr

from sidelight.api.messages import Problem
from sidelight.api.openapi import openapi_document
from sidelight.api.schemas import schema_of
from sidelight.app import Parts, web
from sidelight.settings import Settings

TOKEN = "a-token.of_26~characters+/="
PAIRED = {"Authorization": f"Bearer {TOKEN}"}
OPEN = ["/v1/openapi.json", "/livez", "/readyz", "/", "/static/reading.css"]


@pytest.fixture
def private(sidelight: Parts, session_settings: Settings) -> FlaskClient:
    settings = session_settings.model_copy(update={"pairing_token": SecretStr(TOKEN)})
    return web(sidelight, settings).test_client()


def test_every_route_of_the_api_but_its_description_wants_the_token(private: FlaskClient) -> None:
    rules = [rule for rule in private.application.url_map.iter_rules() if rule.rule.startswith("/v1/")]
    closed = {rule.rule for rule in rules} - {"/v1/openapi.json"}
    assert {"/v1/notes", "/v1/reports", "/v1/revision"} < closed
    for rule in rules:
        if rule.rule in closed:
            path = rule.rule.replace("<entry_id>", "peace-summit-ukraine-status")
            method = "POST" if "POST" in (rule.methods or ()) else "GET"
            response = private.open(path, method=method, json={} if method == "POST" else None)
            assert response.status_code == 401, path
            assert response.headers["WWW-Authenticate"] == "Bearer"
            jsonschema.validate(response.json, schema_of(Problem))
            assert response.json["detail"] == (
                "This server is private: put its pairing token into the extension's options."
            )
            with_token = private.open(path, method=method, json={} if method == "POST" else None, headers=PAIRED)
            assert with_token.status_code in (200, 422), path


@pytest.mark.parametrize("path", OPEN)
def test_the_rest_stays_open(private: FlaskClient, path: str) -> None:
    assert private.get(path).status_code == 200


@pytest.mark.parametrize(
    "header",
    [
        "",
        TOKEN,
        "Bearer",
        "Bearer ",
        f"Basic {TOKEN}",
        "Basic YW5uYTpnZWhlaW0=",
        f"Bearer {TOKEN}x",
        f"Bearer {TOKEN[:-2]}",
        f"Bearer {TOKEN.upper()}",
        "Bearer ä-token-with-an-accent",
        f'Bearer realm="x", token="{TOKEN}"',
    ],
)
def test_another_token_is_none(private: FlaskClient, header: str) -> None:
    response = private.get("/v1/revision", headers={"Authorization": header})
    assert response.status_code == 401
    assert TOKEN not in response.text


def test_the_scheme_may_be_written_in_any_case(private: FlaskClient) -> None:
    assert private.get("/v1/revision", headers={"Authorization": f"bearer {TOKEN}"}).status_code == 200


@pytest.mark.parametrize("path", ["/v1//revision", "/v1/../v1/revision", "/%76%31/revision", "/v1/no-such-route"])
def test_no_way_of_writing_a_path_leads_around_it(private: FlaskClient, path: str) -> None:
    response = private.get(path, follow_redirects=True)
    assert response.status_code in (401, 404)


def test_strangers_are_refused_first(private: FlaskClient) -> None:
    assert private.get("/v1/revision", headers={**PAIRED, "Host": "attacker.example"}).status_code == 421
    assert private.get("/v1/revision", headers={**PAIRED, "Origin": "https://attacker.example"}).status_code == 403


def test_an_open_server_takes_no_notice_of_a_token(client: FlaskClient) -> None:
    assert client.get("/v1/revision", headers=PAIRED).status_code == 200


def test_the_description_says_so() -> None:
    document = json.loads(openapi_document())
    (name,) = [
        name
        for name, scheme in document["components"]["securitySchemes"].items()
        if (scheme["type"], scheme["scheme"]) == ("http", "bearer")
    ]
    for path, operations in document["paths"].items():
        for operation in operations.values():
            asks = path.startswith("/v1/")
            assert operation.get("security") == ([{}, {name: []}] if asks else None), path
            assert ("401" in operation["responses"]) == asks, path
