"""Real parts for the tests: a Redis, a model, a library, a whole server."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import redis as redis_client
from flask.testing import FlaskClient

from sidelight.app import Parts, Shelf, assemble, open_shelf, stock, web
from sidelight.matching.crossencoder import CrossEncoder
from sidelight.matching.encoder import Encoder
from sidelight.matching.pairs import Pair
from sidelight.operations.embedded_redis import EmbeddedRedis
from sidelight.settings import Settings
from tests.support import make_entry

ROOT = Path(__file__).parent.parent
READY_SECONDS = 120


@pytest.fixture(scope="session")
def model() -> Encoder:
    """The shipped model, loaded once."""
    return Encoder("all-MiniLM-L6-v2", queue=16)


@pytest.fixture
def private_redis(tmp_path: Path) -> Iterator[EmbeddedRedis]:
    """A running Redis of our own."""
    server = EmbeddedRedis(tmp_path / "redis", memory_mb=32)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def reader() -> CrossEncoder:
    """The verifier that ships, loaded once."""
    return CrossEncoder()


@pytest.fixture(scope="session")
def pairs() -> list[Pair]:
    """Sentences with an entry, of different lengths."""
    entry = make_entry(claims=["Russia has lost hundreds of thousands of soldiers.", "The losses are a secret."])
    texts = (
        "Russia lost many soldiers.",
        "It rained, and the meeting of the ministers was put off to the next week.",
        "",
    )
    return [Pair(text, previous, entry, entry.claims) for text in texts for previous in ("", "They met.")]


@pytest.fixture
def redis(private_redis: EmbeddedRedis) -> Iterator[redis_client.Redis]:
    with redis_client.Redis.from_url(private_redis.url) as client:
        yield client


@pytest.fixture
def settings(tmp_path: Path, private_redis: EmbeddedRedis) -> Settings:
    return Settings(data_dir=tmp_path, redis_url=private_redis.url)


@pytest.fixture
def shelf(settings: Settings) -> Iterator[Shelf]:
    """An empty library with a Redis beside it."""
    opened = open_shelf(settings)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def session_redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedRedis]:
    server = EmbeddedRedis(tmp_path_factory.mktemp("redis"), memory_mb=32)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def session_settings(tmp_path_factory: pytest.TempPathFactory, session_redis: EmbeddedRedis) -> Settings:
    return Settings(data_dir=tmp_path_factory.mktemp("data"), redis_url=session_redis.url)


@pytest.fixture(scope="session")
def sidelight(session_settings: Settings) -> Iterator[Parts]:
    """A whole Sidelight with the starter library; tests must not publish to it."""
    opened = open_shelf(session_settings)
    stock(opened, session_settings)
    yield assemble(opened, session_settings)
    opened.close()


@pytest.fixture
def client(sidelight: Parts, session_settings: Settings) -> FlaskClient:
    """A client of the readers' API of that Sidelight."""
    return web(sidelight, session_settings).test_client()


@dataclass(frozen=True)
class LiveServer:
    """`sidelight serve`, as a process of its own."""

    url: str
    data_dir: Path
    log: Path
    process: subprocess.Popen[bytes]


@pytest.fixture(scope="session")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., LiveServer]]:
    """Starts servers by `serve(SIDELIGHT_PORT="…")`; all are stopped at the end."""
    started: list[LiveServer] = []

    def start(**environment: str) -> LiveServer:
        folder = tmp_path_factory.mktemp("server")
        port = environment.setdefault("SIDELIGHT_PORT", str(free_port()))
        environment.setdefault("SIDELIGHT_DATA_DIR", str(folder / "data"))
        log = folder / "log.txt"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "sidelight.cli", "serve"],
                env={**os.environ, **environment},
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        server = LiveServer(f"http://127.0.0.1:{port}", Path(environment["SIDELIGHT_DATA_DIR"]), log, process)
        started.append(server)
        _wait_until_ready(server)
        return server

    yield start
    for server in started:
        server.process.terminate()
    for server in started:
        server.process.wait(30)


@pytest.fixture(scope="session")
def live_server(serve: Callable[..., LiveServer]) -> LiveServer:
    """One server with the real model and the starter library."""
    return serve(SIDELIGHT_LOG_LEVEL="debug")


def _wait_until_ready(server: LiveServer) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if server.process.poll() is not None:
            pytest.fail(f"the server ended:\n{server.log.read_text()}")
        try:
            with urllib.request.urlopen(f"{server.url}/readyz", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    pytest.fail(f"the server was not ready in time:\n{server.log.read_text()}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
