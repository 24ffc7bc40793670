"""gunicorn, made to keep the same promises as the application: problems for errors, and no reader in the log."""

from __future__ import annotations

import json
import socket
from typing import Any
from urllib.parse import quote

from gunicorn import util
from gunicorn.glogging import Logger
from gunicorn.http import errors as http
from gunicorn.workers.gthread import ThreadWorker

TITLES = {
    400: "The request is not valid HTTP",
    414: "The address is too long",
    431: "The headers are too large",
    500: "Something went wrong",
}


class Worker(ThreadWorker):
    """Answers what never reaches the application with an RFC 9457 problem, and logs no word of it."""

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: BaseException) -> None:
        status = _status(exc)
        problem = {"type": "about:blank", "title": TITLES[status], "status": status, "detail": f"{TITLES[status]}."}
        body = json.dumps(problem)
        head = (
            f"HTTP/1.1 {status} {TITLES[status]}\r\nConnection: close\r\nContent-Type: application/problem+json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        self.log.warning("a request was refused (%s)", type(exc).__name__)
        try:
            util.write_nonblock(client, (head + body).encode("ascii"))
        except OSError:
            self.log.debug("the client had gone")


class QuietLogger(Logger):
    """The access log without forged lines: a path is written as it crosses the wire."""

    def atoms(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> dict[str, Any]:
        atoms = super().atoms(resp, req, environ, request_time)
        atoms["U"] = quote(atoms.get("U") or "")
        return atoms


def _status(exc: BaseException) -> int:
    if isinstance(exc, (http.InvalidResponseHeader, http.InvalidResponseHeaderName)):
        return 500
    if isinstance(exc, http.LimitRequestLine):
        return 414
    if isinstance(exc, http.LimitRequestHeaders):
        return 431
    return 400 if isinstance(exc, (http.ParseException, http.NoMoreData)) else 500
