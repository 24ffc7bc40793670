"""Writes the JSON Schema of each message of the API: `python -m sidelight.api.schemas extension/schemas`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from pydantic import BaseModel

from sidelight.api.messages import MESSAGES, Request


def schema_of(message: type[BaseModel]) -> dict:
    """The JSON Schema (draft 2020-12) of one message."""
    mode = "validation" if issubclass(message, Request) else "serialization"
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **message.model_json_schema(mode=mode)}


def written(message: type[BaseModel]) -> str:
    """The schema as its file holds it."""
    return json.dumps(schema_of(message), indent=2, ensure_ascii=False) + "\n"


def main(folder: Path) -> None:
    for message in MESSAGES:
        (folder / f"{message.__name__}.json").write_text(written(message), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
