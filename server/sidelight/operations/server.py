"""Running the web application under gunicorn, with the private Redis beside it."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout
from flask import Flask
from gunicorn.app.base import BaseApplication

from sidelight.errors import ServiceUnavailable
from sidelight.operations.embedded_redis import EmbeddedRedis
from sidelight.operations.logs import ACCESS_FORMAT
from sidelight.operations.transport import QuietLogger, Worker
from sidelight.settings import Settings

GRACE_SECONDS = 10
# A cold page of the largest size on two slow cores, with room to spare.
REQUEST_SECONDS = 120


class Server(BaseApplication):
    """gunicorn with Sidelight's settings. `make_app` runs in each worker, after the fork."""

    def __init__(self, settings: Settings, make_app: Callable[[], Flask], ready: Callable[[], None]):
        self._settings = settings
        self._make_app = make_app
        self._ready = ready
        super().__init__()

    def load_config(self) -> None:
        settings = self._settings
        options = {
            "bind": f"[{settings.host}]:{settings.port}"
            if ":" in settings.host
            else f"{settings.host}:{settings.port}",
            "workers": settings.workers,
            "worker_class": Worker,
            "logger_class": QuietLogger,
            "threads": settings.threads,
            "timeout": REQUEST_SECONDS,
            "graceful_timeout": GRACE_SECONDS,
            "proc_name": "sidelight",
            "loglevel": "warning",
            "errorlog": "-",
            "accesslog": "-" if settings.log_level in ("debug", "info") else None,
            "access_log_format": ACCESS_FORMAT,
            "post_worker_init": self._announce,
            "control_socket_disable": True,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._make_app()

    def _announce(self, worker: object) -> None:
        if worker.age == 1:  # type: ignore[attr-defined]
            self._ready()


def claim_address(settings: Settings) -> None:
    """Raises ServiceUnavailable where the address is taken: gunicorn would try for seconds, then print a traceback."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise ServiceUnavailable(
                f"The address {settings.host}:{settings.port} is in use or not this machine's ({error.strerror});"
                " set SIDELIGHT_PORT or SIDELIGHT_HOST."
            ) from None


@contextmanager
def services(settings: Settings) -> Iterator[Settings]:
    """Holds the data folder and, where the settings name no Redis, starts the private one.

    Gives settings in which `redis_url` is set. Raises ServiceUnavailable when another server holds the folder.
    """
    if settings.redis_url is not None:
        yield settings
        return
    lock = FileLock(settings.make_data_dir() / "server.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise ServiceUnavailable(
            f"Another Sidelight runs with the data folder {settings.data_dir}; stop it, or set SIDELIGHT_DATA_DIR."
        ) from None
    with lock:
        private = EmbeddedRedis(settings.data_dir, settings.redis_memory_mb)
        private.start()
        try:
            yield settings.model_copy(update={"redis_url": private.url})
        finally:
            private.stop()
