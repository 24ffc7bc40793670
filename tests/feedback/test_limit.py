from __future__ import annotations

import pytest
import redis as redis_client

from sidelight.errors import TooManyReports
from sidelight.feedback.limit import MinuteLimit
from sidelight.notes.caches import Cache
from sidelight.operations.embedded_redis import EmbeddedRedis


class Clock:
    """A clock that the test sets, in seconds."""

    now = 600.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_all_processes_count_together(redis: redis_client.Redis, clock: Clock) -> None:
    one, two = (MinuteLimit(Cache(redis), 2, clock) for _ in range(2))
    one.take()
    two.take()
    for limit in (one, two):
        with pytest.raises(TooManyReports):
            limit.take()


@pytest.mark.parametrize(("second", "retry"), [(0, "60"), (0.9, "60"), (15, "45"), (59.9, "1")])
def test_it_says_when_to_come_back(clock: Clock, second: float, retry: str) -> None:
    limit = MinuteLimit(Cache(None), 1, clock)
    clock.now += second
    limit.take()
    with pytest.raises(TooManyReports) as refused:
        limit.take()
    assert refused.value.headers() == {"Retry-After": retry}
    clock.now += int(retry)
    limit.take()


def test_a_new_minute_begins_at_none_in_redis_too(redis: redis_client.Redis, clock: Clock) -> None:
    limit = MinuteLimit(Cache(redis), 1, clock)
    limit.take()
    clock.now += 60
    limit.take()


def test_what_is_counted_expires_and_says_nothing(redis: redis_client.Redis, clock: Clock) -> None:
    MinuteLimit(Cache(redis), 2, clock).take()
    (key,) = redis.keys()
    assert (key, redis.get(key)) == (b"sidelight:reports:10", b"1")
    assert 0 < redis.ttl(key) <= 120


def test_without_redis_each_process_counts_for_itself(private_redis: EmbeddedRedis, clock: Clock) -> None:
    limit = MinuteLimit(Cache.connect(private_redis.url), 1, clock)
    limit.take()
    private_redis.stop()
    # Redis took its count with it, so one more passes.
    limit.take()
    with pytest.raises(TooManyReports):
        limit.take()
