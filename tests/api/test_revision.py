"""Asking again after a publication, as extensions do to learn of corrections."""

from __future__ import annotations

from flask.testing import FlaskClient
from tests.support import make_entry

from sidelight.app import Parts, Shelf, assemble, web
from sidelight.settings import Settings

CLAIM = "Kyiv put off the peace conference that it had planned for November."
PAGE = {"language": "en", "blocks": [{"text": f"{CLAIM} It rained in Ukraine."}]}


def serving(shelf: Shelf, settings: Settings) -> tuple[Parts, FlaskClient]:
    shelf.workflow.publish([make_entry(claims=[CLAIM])], "anna")
    parts = assemble(shelf, settings)
    return parts, web(parts, settings).test_client()


def test_nothing_is_sent_again_until_something_is_published(shelf: Shelf, settings: Settings) -> None:
    parts, client = serving(shelf, settings)
    first = client.get("/v1/revision")
    assert first.json["revision"] == 1
    known = {"If-None-Match": first.headers["ETag"]}
    unchanged = client.get("/v1/revision", headers=known)
    assert (unchanged.status_code, unchanged.data) == (304, b"")
    shelf.workflow.publish([make_entry(claims=[CLAIM], text="It was put off in October.")], "anna")
    parts.editions.refresh()
    changed = client.get("/v1/revision", headers=known)
    assert (changed.status_code, changed.json["revision"]) == (200, 2)
    assert changed.headers["ETag"] != first.headers["ETag"]
    assert client.get("/v1/revision", headers={"If-None-Match": changed.headers["ETag"]}).status_code == 304


def test_the_same_page_then_gets_a_note_that_says_what_was_corrected(shelf: Shelf, settings: Settings) -> None:
    parts, client = serving(shelf, settings)
    first = client.post("/v1/notes", json=PAGE)
    (note,) = first.json["notes"]
    assert (note["revision"], note["correction"]) == (1, None)
    shelf.workflow.publish([make_entry(claims=[CLAIM], text="It was put off in October.")], "anna")
    parts.editions.refresh()
    again = client.post("/v1/notes", json=PAGE, headers={"If-None-Match": first.headers["ETag"]})
    (note,) = again.json["notes"]
    assert note["revision"] == 2
    assert note["correction"] == {
        "at": note["published_at"],
        "reason": None,
        "changes": [{"part": "text", "change": "changed", "label": None, "before": "What a reader should know."}],
    }
