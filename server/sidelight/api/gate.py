"""The gate before every route: which host names, which origins and, on a private server, which token."""

from __future__ import annotations

import secrets
from urllib.parse import urlsplit

from flask import Flask, Response, request

from sidelight import errors
from sidelight.settings import Settings

API = "/v1/"
# The description of the API tells no more than Sidelight's own source does.
PUBLIC = "/v1/openapi.json"
EXTENSION_SCHEMES = ("chrome-extension", "moz-extension", "safari-web-extension")


def register_gate(app: Flask, settings: Settings) -> None:
    """Refuses unknown host names (421), other web sites (403) and, on a private server, who lacks its token (401)."""
    allowed = frozenset(settings.allowed_hosts)
    token = settings.pairing_token

    @app.before_request
    def refuse_strangers() -> None:
        # A page of another site can make a name of its own point here (DNS rebinding).
        if _host_name(request.host) not in allowed:
            raise errors.UnknownHost("Use an address that SIDELIGHT_ALLOWED_HOSTS names.")
        origin = request.headers.get("Origin")
        if origin and not _may_ask(origin):
            raise errors.ForeignOrigin("Only the extension and this server's own pages may ask.")
        if token is not None and _is_closed(request.path) and not _is_paired(token.get_secret_value()):
            raise errors.PairingRequired

    @app.after_request
    def guard_answers(response: Response) -> Response:
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        response.headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        return response


def _host_name(host: str) -> str:
    name, _, port = host.lower().rpartition(":")
    return name if name and port.isdigit() else host.lower()


def _is_closed(path: str) -> bool:
    return path.startswith(API) and path != PUBLIC


def _is_paired(token: str) -> bool:
    sent = request.authorization
    if sent is None or sent.type != "bearer" or sent.token is None:
        return False
    # In a time that does not tell how much of it was right.
    return secrets.compare_digest(sent.token.encode(), token.encode())


def _may_ask(origin: str) -> bool:
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.scheme in EXTENSION_SCHEMES or parts.netloc == request.host
