"""The wire format, judged from both sides: here by pydantic, and in extension/test by the compiled validators."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from pydantic import ValidationError

from sidelight.api.messages import MESSAGES
from sidelight.api.schemas import schema_of, written

EXAMPLES = sorted((Path(__file__).parent / "examples").glob("*.json"))
SCHEMAS = Path(__file__).parents[2] / "extension" / "schemas"
BY_NAME = {message.__name__: message for message in MESSAGES}


def test_the_extension_has_the_schemas_of_this_server() -> None:
    assert {path.stem for path in SCHEMAS.glob("*.json")} == set(BY_NAME)
    for message in MESSAGES:
        stored = (SCHEMAS / f"{message.__name__}.json").read_text(encoding="utf-8")
        assert stored == written(message), "run: make schemas"


def test_every_message_has_an_example() -> None:
    assert {path.name.split(".")[0] for path in EXAMPLES} == set(BY_NAME)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_both_the_model_and_the_schema_judge_the_example(path: Path) -> None:
    name, case, _ = path.name.split(".")
    text = path.read_text(encoding="utf-8")
    validator = jsonschema.Draft202012Validator(
        schema_of(BY_NAME[name]), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    fits = validator.is_valid(json.loads(text))
    try:
        BY_NAME[name].model_validate_json(text, strict=True)
    except ValidationError:
        accepted = False
    else:
        accepted = True
    assert fits == accepted == (not case.startswith("invalid-"))
