"""`/livez` and `/readyz`."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, Response

from sidelight.api.messages import LiveAnswer, PartHealth, ReadyAnswer
from sidelight.operations.health import HealthChecks


def health_api(checks: HealthChecks) -> Blueprint:
    """The blueprint of the two routes that watch the process."""
    blueprint = Blueprint("health_api", __name__)

    @blueprint.get("/livez")
    def livez() -> Response:
        return _uncached(LiveAnswer().model_dump_json(), 200)

    @blueprint.get("/readyz")
    def readyz() -> Response:
        parts = {name: PartHealth(**asdict(health)) for name, health in checks.parts().items()}
        ready = all(part.ok for part in parts.values() if part.required)
        return _uncached(ReadyAnswer(ready=ready, parts=parts).model_dump_json(), 200 if ready else 503)

    return blueprint


def _uncached(body: str, status: int) -> Response:
    return Response(body, status, content_type="application/json", headers={"Cache-Control": "no-store"})
