from __future__ import annotations

from pathlib import Path

from flask.testing import FlaskClient
from tests.support import make_entry

from sidelight.app import Shelf, assemble, web
from sidelight.operations.embedded_redis import EmbeddedRedis
from sidelight.settings import Settings


def test_alive_and_ready_with_each_part_by_name(client: FlaskClient) -> None:
    assert client.get("/livez").json == {"alive": True}
    response = client.get("/readyz")
    assert response.status_code == 200
    assert set(response.json["parts"]) == {"library", "model", "redis", "database"}
    assert all(part["ok"] for part in response.json["parts"].values())


def test_an_empty_library_is_not_ready_and_a_dead_redis_is_no_obstacle(
    shelf: Shelf, settings: Settings, private_redis: EmbeddedRedis
) -> None:
    parts = assemble(shelf, settings)
    client = web(parts, settings).test_client()
    assert client.get("/readyz").status_code == 503
    shelf.workflow.publish([make_entry()], "anna")
    parts.editions.refresh()
    assert client.get("/readyz").status_code == 200
    private_redis.stop()
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json["parts"]["redis"] == {
        "ok": False,
        "required": False,
        "detail": "does not answer; notes are made without caches",
    }


def test_a_lost_database_leaves_the_last_revision_serving(shelf: Shelf, settings: Settings, tmp_path: Path) -> None:
    shelf.workflow.publish([make_entry()], "anna")
    client = web(assemble(shelf, settings), settings).test_client()
    for file in tmp_path.glob("sidelight.sqlite*"):
        file.rename(file.with_name(f"lost-{file.name}"))
    shelf.database.close()
    (tmp_path / "sidelight.sqlite").mkdir()
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json["parts"]["database"]["ok"] is False
    assert client.get("/v1/revision").json["revision"] == 1
