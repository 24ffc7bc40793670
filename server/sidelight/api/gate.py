"""The gate before every route: which host names and which origins."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, request

from sidelight import errors
from sidelight.settings import Settings

EXTENSION_SCHEMES = ("chrome-extension", "moz-extension", "safari-web-extension")


def register_gate(app: Flask, settings: Settings) -> None:
    """Refuses unknown host names (421) and other web sites (403)."""
    allowed = frozenset(settings.allowed_hosts)

    @app.before_request
    def refuse_strangers() -> None:
        # A page of another site can make a name of its own point here (DNS rebinding).
        if _host_name(request.host) not in allowed:
            raise errors.UnknownHost("Use an address that SIDELIGHT_ALLOWED_HOSTS names.")
        origin = request.headers.get("Origin")
        if origin and not _may_ask(origin):
            raise errors.ForeignOrigin("Only the extension and this server's own pages may ask.")

    @app.after_request
    def guard_answers(response: Response) -> Response:
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "no-referrer")
        response.headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
        return response


def _host_name(host: str) -> str:
    name, _, port = host.lower().rpartition(":")
    return name if name and port.isdigit() else host.lower()


def _may_ask(origin: str) -> bool:
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.scheme in EXTENSION_SCHEMES or parts.netloc == request.host
