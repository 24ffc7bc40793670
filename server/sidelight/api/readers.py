"""The readers' API, version 1: a view validates, calls one service, presents."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TypeVar

from flask import Blueprint, Response, request
from pydantic import BaseModel, ValidationError
from werkzeug.exceptions import RequestEntityTooLarge

from sidelight import errors
from sidelight.api.messages import EntryAnswer, NotesRequest, ReportMessage, Request, RevisionAnswer
from sidelight.api.openapi import openapi_document
from sidelight.api.problems import invalid_body
from sidelight.feedback.report import Report
from sidelight.feedback.reports import Reports
from sidelight.matching.matcher import Matcher
from sidelight.notes.annotate import Annotator
from sidelight.notes.editions import Editions
from sidelight.reading.limits import check_page
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
    matcher: Matcher
    reports: Reports


def readers_api(services: ReaderServices, settings: Settings) -> Blueprint:
    """The blueprint of `/v1`."""
    blueprint = Blueprint("readers_api", __name__, url_prefix="/v1")
    document = openapi_document()

    @blueprint.post("/notes")
    def notes() -> Response:
        page = page_of(message(NotesRequest, settings), settings)
        return present(services.annotator.annotate(page), PRIVATE)

    @blueprint.post("/reports")
    def reports() -> Response:
        services.reports.add(Report(**message(ReportMessage, settings).model_dump()))
        return Response(status=204, headers={"Cache-Control": "no-store"})

    @blueprint.get("/entries/<entry_id>")
    def entry(entry_id: str) -> Response:
        found = services.editions.current.by_id.get(entry_id)
        if found is None:
            raise errors.UnknownEntry(f"There is no published entry '{entry_id}'.")
        answer = EntryAnswer(
            revision=found.number,
            library_revision=found.library_revision,
            published_at=found.at,
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


def message(form: type[M], settings: Settings) -> M:
    """The request's body as a message. Raises UnsupportedMediaType, TooLarge, or InvalidBody with every wrong field."""
    if request.mimetype != "application/json":
        raise errors.UnsupportedMediaType("Send JSON with the header Content-Type: application/json.")
    try:
        return form.model_validate_json(_body(settings.max_body_bytes))
    except ValidationError as error:
        raise invalid_body(error) from None


def _body(limit: int) -> bytes:
    """The request's body. One byte more than the limit is asked for, because a longer chunked body is cut silently."""
    request.max_content_length = limit + 1
    try:
        body = request.get_data(cache=False)
    except RequestEntityTooLarge:
        body = bytes(limit + 1)
    except Exception:
        # Whatever the server's own stream raises: a client that went, a chunk that is none.
        raise errors.InvalidRequest("The body could not be read to its end.") from None
    if len(body) > limit:
        raise errors.TooLarge(f"The body is too large; at most {limit} bytes are read.")
    return body


def page_of(sent: NotesRequest, settings: Settings) -> Page:
    """The page that was sent. Raises TooLarge or InvalidRequest."""
    page = Page(
        title=sent.title,
        language=sent.language,
        published=sent.published,
        blocks=tuple(Block(block.kind, block.text) for block in sent.blocks),
    )
    check_page(page, settings)
    return page


def present(answer: BaseModel | str, cache_control: str) -> Response:
    """The answer as JSON with an ETag, or 304 when the client has it already.

    Also for POST: asking for notes changes nothing, and is a POST only because a page does not fit in an address.
    """
    body = answer if isinstance(answer, str) else answer.model_dump_json()
    response = Response(body, content_type="application/json")
    response.set_etag(hashlib.sha256(body.encode()).hexdigest()[:32])
    response.headers["Cache-Control"] = cache_control
    asked = request.if_none_match
    if (request.method != "POST" or not asked.star_tag) and asked.contains_weak(response.get_etag()[0] or ""):
        not_modified = Response(status=304)
        not_modified.headers["ETag"] = response.headers["ETag"]
        not_modified.headers["Cache-Control"] = cache_control
        return not_modified
    return response
