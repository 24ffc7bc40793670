from __future__ import annotations

import jsonschema
import pytest
from flask import Flask
from flask.testing import FlaskClient

from sidelight import errors
from sidelight.api.messages import Problem
from sidelight.api.problems import register_problems
from sidelight.api.schemas import schema_of
from sidelight.app import Parts, web
from sidelight.settings import Settings


def test_every_route_answers_a_wrong_method_with_a_problem(client: FlaskClient, sidelight: Parts) -> None:
    app: Flask = client.application
    for rule in app.url_map.iter_rules():
        path = rule.rule.replace("<entry_id>", "x").replace("<path:filename>", "x")
        response = client.delete(path)
        assert response.status_code == 405, path
        assert response.content_type == "application/problem+json", path
        jsonschema.validate(response.json, schema_of(Problem))
        assert response.headers["Allow"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "attacker.example"}, 421),
        ({"Host": "127.0.0.1.attacker.example:8470"}, 421),
        ({"Origin": "https://attacker.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://[::1"}, 403),
        ({"Origin": "http://localhost:8470"}, 403),
    ],
)
def test_strangers_are_refused(client: FlaskClient, headers: dict[str, str], status: int) -> None:
    response = client.get("/v1/revision", headers=headers)
    assert response.status_code == status
    jsonschema.validate(response.json, schema_of(Problem))


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "127.0.0.1:8470"},
        {"Host": "[::1]:8470"},
        {"Host": "localhost", "Origin": "http://localhost"},
        {"Origin": "chrome-extension://abcdefghijklmnopabcdefghijklmnop"},
        {"Origin": "moz-extension://6c9ed4a2-0000-4000-8000-000000000000"},
    ],
)
def test_the_extension_and_our_own_pages_may_ask(client: FlaskClient, headers: dict[str, str]) -> None:
    assert client.get("/v1/revision", headers=headers).status_code == 200


def test_unknown_paths_are_problems_and_nothing_allows_other_sites_to_read(client: FlaskClient) -> None:
    response = client.get("/no/such/path")
    assert response.status_code == 404
    jsonschema.validate(response.json, schema_of(Problem))
    assert "Access-Control-Allow-Origin" not in response.headers


def test_an_unforeseen_failure_is_a_problem_that_tells_no_secret(session_settings: Settings, sidelight: Parts) -> None:
    app = web(sidelight, session_settings)
    app.add_url_rule("/boom", view_func=lambda: 1 / int("secret words of a page"))
    response = app.test_client().get("/boom")
    assert response.status_code == 500
    assert b"secret" not in response.data
    jsonschema.validate(response.json, schema_of(Problem))


def test_every_error_makes_a_problem_with_its_own_status() -> None:
    app = Flask(__name__)
    register_problems(app)
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, Exception)]
    for kind in kinds:
        args = {errors.ChecksFailed: ([],), errors.EncoderSaturated: ("Busy.", 2)}.get(kind, ("A sentence.",))

        def view(kind: type[Exception] = kind, args: tuple = args) -> None:
            raise kind(*args)

        app.add_url_rule(f"/{kind.__name__}", kind.__name__, view)
    client = app.test_client()
    for kind in kinds:
        response = client.get(f"/{kind.__name__}")
        assert response.status_code == kind.status, kind
        jsonschema.validate(response.json, schema_of(Problem))
    assert client.get("/EncoderSaturated").headers["Retry-After"] == "2"
