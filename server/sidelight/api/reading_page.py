"""The reading page, `GET /`: Sidelight on a pasted text, or on articles written for it, with nothing installed."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from flask import Blueprint, Response, make_response, render_template, request
from markupsafe import Markup

_HERE = Path(__file__).parent
_SCRIPT = "built/reading-page.js"
_DEFAULT = "peace-summit"
_SAMPLES = {
    "peace-summit": "Peace summit",
    "nato-and-aid": "Allies and aid",
    "no-date": "Undated column",
    "football": "Football",
}
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


def reading_page() -> Blueprint:
    """The page and the files that it loads, under `/static/`."""
    blueprint = Blueprint(
        "reading_page", __name__, template_folder="templates", static_folder="static", static_url_path="/static"
    )

    @blueprint.get("/")
    def show() -> Response:
        chosen = request.args.get("article", _DEFAULT)
        known = chosen in _SAMPLES
        page = render_template(
            "reading.html",
            samples=_SAMPLES,
            chosen=chosen,
            article=_sample(chosen) if known else None,
            script=_SCRIPT,
            script_built=(_HERE / "static" / _SCRIPT).is_file(),
        )
        response = make_response(page, 200 if known else 404)
        response.headers.update(_HEADERS)
        return response

    return blueprint


@cache
def _sample(slug: str) -> Markup:
    """The sample's `<article>`, with the id by which the page's script finds it."""
    html = (_HERE / "samples" / f"{slug}.html").read_text(encoding="utf-8")
    return Markup(html.replace("<article ", '<article id="article" ', 1))  # noqa: S704, the package's own file
