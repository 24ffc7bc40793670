from __future__ import annotations

import json
import re

import schemathesis
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from openapi_spec_validator import validate
from schemathesis.specs.openapi.checks import positive_data_acceptance

from sidelight.api.openapi import openapi_document

EXAMPLES = 25


def test_the_document_is_valid_openapi() -> None:
    validate(json.loads(openapi_document()))


def test_every_route_of_the_api_is_in_it(client: FlaskClient) -> None:
    documented = set(json.loads(openapi_document())["paths"])
    served = {
        re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        for rule in client.application.url_map.iter_rules()
        if rule.endpoint.startswith(("readers_api.", "health_api."))
    }
    assert served - {"/v1/openapi.json"} == documented


def test_what_is_served_is_what_is_documented(client: FlaskClient) -> None:
    schema = schemathesis.openapi.from_wsgi("/v1/openapi.json", client.application)
    operations = [result.ok() for result in schema.get_all_operations()]
    assert len(operations) == len(json.loads(openapi_document())["paths"])
    for operation in operations:

        @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def call(case: schemathesis.Case) -> None:
            # Text of white space alone fits the schema and is refused by a documented 422.
            case.call_and_validate(excluded_checks=[positive_data_acceptance])

        call()
