"""The OpenAPI document, made from the messages."""

from __future__ import annotations

from http import HTTPStatus

from openapi_pydantic import OpenAPI
from openapi_pydantic.util import PydanticSchema, construct_open_api_with_schema_class
from pydantic import BaseModel

from sidelight import __version__
from sidelight.api.messages import (
    EntryAnswer,
    LiveAnswer,
    NotesAnswer,
    NotesRequest,
    Problem,
    ReadyAnswer,
    ReportMessage,
    RevisionAnswer,
)
from sidelight.api.problems import MEDIA_TYPE

IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "schema": {"type": "string"},
    "description": "The ETag of an earlier answer; 304 when it still holds.",
}
# The empty one: most servers ask for none.
PAIRING: list[dict[str, list[str]]] = [{}, {"pairing": []}]
ENTRY_ID = {
    "name": "entry_id",
    "in": "path",
    "required": True,
    "schema": {"type": "string"},
    "description": "The entry's id, such as peace-summit-ukraine-status.",
}


def openapi_document() -> str:
    """OpenAPI 3.1, as JSON."""
    document = OpenAPI.model_validate(
        {
            "openapi": "3.1.0",
            "info": {
                "title": "Sidelight readers' API",
                "version": __version__,
                "description": "Blocks of a page in; notes with targets as block number and W3C TextQuoteSelector out.",
                "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
            },
            "components": {
                "securitySchemes": {
                    "pairing": {
                        "type": "http",
                        "scheme": "bearer",
                        "description": "The token of a private server, from the reader's own options.",
                    }
                }
            },
            "paths": {
                "/v1/notes": {
                    "post": {
                        "operationId": "makeNotes",
                        "summary": "The notes of a page",
                        "security": PAIRING,
                        "parameters": [IF_NONE_MATCH],
                        "requestBody": {"required": True, "content": _json(NotesRequest)},
                        "responses": _responses(NotesAnswer, 304, 401, 403, 413, 415, 421, 422, 503),
                    }
                },
                "/v1/reports": {
                    "post": {
                        "operationId": "reportNote",
                        "summary": "A reader's word on a note",
                        "security": PAIRING,
                        "requestBody": {"required": True, "content": _json(ReportMessage)},
                        "responses": _responses(None, 401, 403, 404, 413, 415, 421, 422, 429, 503),
                    }
                },
                "/v1/entries/{entry_id}": {
                    "get": {
                        "operationId": "getEntry",
                        "security": PAIRING,
                        "summary": "A published entry, whole",
                        "parameters": [ENTRY_ID, IF_NONE_MATCH],
                        "responses": _responses(EntryAnswer, 304, 401, 403, 404, 421, 503),
                    }
                },
                "/v1/revision": {
                    "get": {
                        "operationId": "getRevision",
                        "summary": "The library as it stands",
                        "security": PAIRING,
                        "parameters": [IF_NONE_MATCH],
                        "responses": _responses(RevisionAnswer, 304, 401, 403, 421),
                    }
                },
                "/livez": {
                    "get": {
                        "operationId": "isAlive",
                        "summary": "Whether the process answers",
                        "responses": _responses(LiveAnswer, 403, 421),
                    }
                },
                "/readyz": {
                    "get": {
                        "operationId": "isReady",
                        "summary": "Whether notes can be made, and how each part does",
                        "responses": _responses(ReadyAnswer, 403, 421)
                        | {"503": {"description": "Not ready", "content": _json(ReadyAnswer)}},
                    }
                },
            },
        }
    )
    return construct_open_api_with_schema_class(document).model_dump_json(
        by_alias=True, exclude_none=True, exclude_defaults=True
    )


def _json(message: type[BaseModel], media_type: str = "application/json") -> dict:
    return {media_type: {"schema": PydanticSchema(schema_class=message)}}


def _responses(answer: type[BaseModel] | None, *others: int) -> dict:
    """The answer and the other statuses; without an answer, 204."""
    responses: dict = (
        {"204": {"description": "Taken; there is nothing to answer"}}
        if answer is None
        else {"200": {"description": "The answer", "content": _json(answer)}}
    )
    for status in others:
        responses[str(status)] = {"description": HTTPStatus(status).phrase}
        if status >= 400:
            responses[str(status)]["content"] = _json(Problem, MEDIA_TYPE)
    return responses
