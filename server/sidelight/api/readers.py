"""The readers' API, version 1: a view validates, calls one service, presents."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from flask import Blueprint, Response, request
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import RequestEntityTooLarge

from sidelight import errors
from sidelight.api.messages import EntryAnswer, NotesRequest, Request, RevisionAnswer
from sidelight.api.openapi import openapi_document
from sidelight.api.problems import invalid_body
from sidelight.library.catalog import Catalog
from sidelight.matching.matcher import Matcher
from sidelight.notes.annotate import Annotator
from sidelight.notes.editions import Editions
from sidelight.reading.page import Block, Page
from sidelight.settings import Settings

M = TypeVar("M", bound=Request)

# A publication may be read before the next look, but never for long: corrections must arrive.
REVALIDATE = "no-cache"
# Nothing about a reader's page may rest in a cache between the reader and the server.
PRIVATE = "private, no-cache"


@dataclass(frozen=True, slots=True)
class ReaderServices:
    """What the readers' API calls."""

    annotator: Annotator
    editions: Editions
    catalog: Catalog
    matcher: Matcher


def readers_api(services: ReaderServices, settings: Settings) -> Blueprint:
    """The blueprint of `/v1`."""
    blueprint = Blueprint("readers_api", __name__, url_prefix="/v1")
    document = openapi_document()

    @blueprint.post("/notes")
    def notes() -> Response:
        page = page_of(message(NotesRequest), settings)
        return present(services.annotator.annotate(page), PRIVATE)

    @blueprint.get("/entries/<entry_id>")
    def entry(entry_id: str) -> Response:
        found = services.catalog.entry(entry_id)
        answer = EntryAnswer(
            revision=found.number,
            library_revision=found.library_revision,
            published_at=found.at.astimezone(UTC).isoformat(timespec="seconds"),
            entry=found.entry,
        )
        return present(answer, REVALIDATE)

    @blueprint.get("/revision")
    def revision() -> Response:
        library = services.editions.current.library
        answer = RevisionAnswer(revision=library.revision, entries=len(library.entries), matcher=services.matcher.name)
        return present(answer, REVALIDATE)

    @blueprint.get("/openapi.json")
    def openapi() -> Response:
        return present(document, REVALIDATE)

    return blueprint


def message(form: type[M]) -> M:
    """The request's body as a message. Raises UnsupportedMediaType, TooLarge, or InvalidBody with every wrong field."""
    if request.mimetype != "application/json":
        raise errors.UnsupportedMediaType("Send JSON with the header Content-Type: application/json.")
    try:
        return form.model_validate_json(request.get_data(cache=False))
    except RequestEntityTooLarge:
        raise errors.TooLarge(f"The body is too large; at most {request.max_content_length} bytes are read.") from None
    except ValidationError as error:
        raise invalid_body(error) from None


def page_of(sent: NotesRequest, settings: Settings) -> Page:
    """The page that was sent, after the limits. Raises TooLarge or InvalidRequest."""
    if len(sent.blocks) > settings.max_blocks:
        raise errors.TooLarge(f"The page has {len(sent.blocks)} blocks; at most {settings.max_blocks} are read.")
    characters = sum(len(block.text) for block in sent.blocks)
    if characters > settings.max_characters:
        raise errors.TooLarge(f"The page has {characters} characters; at most {settings.max_characters} are read.")
    if not any(block.text.strip() for block in sent.blocks):
        raise errors.InvalidRequest("The page holds no text; send at least one block with words in it.")
    # The reader's day may already have begun where the server's has not.
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    if sent.published is not None and sent.published > tomorrow:
        raise errors.InvalidRequest(
            f"/published: {sent.published} lies in the future; send the page's date, or leave it out."
        )
    return Page(
        title=sent.title,
        language=sent.language,
        published=sent.published,
        blocks=tuple(Block(block.kind, block.text) for block in sent.blocks),
    )


def present(answer: BaseModel | str, cache_control: str) -> Response:
    """The answer as JSON with an ETag, or 304 when the client has it already.

    Also for POST: asking for notes changes nothing, and is a POST only because a page does not fit in an address.
    """
    body = answer if isinstance(answer, str) else answer.model_dump_json()
    response = Response(body, content_type="application/json")
    response.set_etag(hashlib.sha256(body.encode()).hexdigest()[:32])
    response.headers["Cache-Control"] = cache_control
    if request.if_none_match.contains_weak(response.get_etag()[0] or ""):
        not_modified = Response(status=304)
        not_modified.headers["ETag"] = response.headers["ETag"]
        not_modified.headers["Cache-Control"] = cache_control
        return not_modified
    return response
