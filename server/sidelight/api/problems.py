"""RFC 9457 problems: every error on every route has this shape."""

from __future__ import annotations

import logging
import traceback

from flask import Flask, Response, jsonify
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException

from sidelight.api.messages import FieldProblem, Problem
from sidelight.errors import SidelightError

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"


class InvalidBody(SidelightError):
    """A body that is JSON, or should be, and does not have the form of its message."""

    status = 422
    title = "The request is not valid"

    def __init__(self, errors: tuple[FieldProblem, ...]):
        self.errors = errors
        first = errors[0]
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        super().__init__(f"{first.pointer}: {first.detail}{more}" if first.pointer else f"{first.detail}{more}")


def invalid_body(error: ValidationError) -> InvalidBody:
    """What is wrong with a body, without repeating any of it."""
    return InvalidBody(
        tuple(
            FieldProblem(
                pointer="".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in item["loc"]),
                detail=_in_words(item["type"], item["msg"]),
            )
            for item in error.errors(include_input=False, include_url=False)
        )
    )


def problem_response(problem: Problem, headers: dict[str, str] | None = None) -> Response:
    response = jsonify(problem.model_dump(mode="json", exclude_defaults=True) | {"type": problem.type})
    response.status_code = problem.status
    response.content_type = MEDIA_TYPE
    response.headers["Cache-Control"] = "no-store"
    response.headers.update(headers or {})
    return response


def register_problems(app: Flask) -> None:
    """Makes problems of Sidelight's errors, of Flask's, and of those that nobody foresaw."""

    @app.errorhandler(SidelightError)
    def sidelight_error(error: SidelightError) -> Response:
        errors = error.errors if isinstance(error, InvalidBody) else ()
        return problem_response(
            Problem(title=error.title, status=error.status, detail=str(error), errors=errors), error.headers()
        )

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response:
        kept = {name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After")}
        return problem_response(
            Problem(title=error.name, status=error.code or 500, detail=error.description or error.name), kept
        )

    @app.errorhandler(Exception)
    def unforeseen(error: Exception) -> Response:
        # The message of an exception may quote the page, so only its type and where it arose are logged.
        frames = "".join(traceback.format_tb(error.__traceback__))
        log.error("unforeseen %s\n%s", type(error).__name__, frames)
        return problem_response(
            Problem(
                title="Something went wrong",
                status=500,
                detail="The server failed on this request; its operator finds the place in the log.",
            )
        )


def _in_words(kind: str, message: str) -> str:
    if kind == "extra_forbidden":
        return "There is no such key."
    if kind == "missing":
        return "Is missing."
    if kind == "json_invalid":
        return f"The body is not valid JSON ({message.removeprefix('Invalid JSON: ')})."
    if kind == "string_unicode":
        return "Is not valid Unicode text."
    return message.removeprefix("Value error, ").rstrip(".") + "."
