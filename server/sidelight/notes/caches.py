"""The Redis caches: embeddings by text and model, notes by page, revision and matcher, a verifier's answers.

Keys are keyed digests, values float16 bytes and JSON; neither text nor address is ever in a key. When Redis fails, the
caches answer "not known" and leave it alone for a moment: slower, never wrong.
"""

from __future__ import annotations

import hashlib
import json
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
import redis
from numpy.typing import NDArray
from pydantic import ValidationError
from redis.backoff import NoBackoff
from redis.retry import Retry

from sidelight.matching.encoder import Encodes, Vectors
from sidelight.matching.pairs import Pair, Reads
from sidelight.notes.outcome import Outcome
from sidelight.reading.digests import text_digest

log = logging.getLogger(__name__)

T = TypeVar("T")

REDIS_SECONDS = 0.5
# After a failure: long enough that a dead Redis costs one time-out now and then, short enough to have it back soon.
REST_SECONDS = 2.0


class Cache:
    """Redis that may fail. `client` None means that there is none."""

    def __init__(self, client: redis.Redis | None):
        self._client = client
        self._rest_until = 0.0

    @classmethod
    def connect(cls, url: str | None) -> Cache:
        """A cache on the Redis at `url`; nothing is contacted yet."""
        if url is None:
            return cls(None)
        return cls(
            redis.Redis.from_url(
                url,
                socket_timeout=REDIS_SECONDS,
                socket_connect_timeout=REDIS_SECONDS,
                # Once at once, for a connection that Redis closed meanwhile; the library's own patience is seconds.
                retry=Retry(NoBackoff(), 1),
            )
        )

    def attempt(self, action: Callable[[redis.Redis], T], otherwise: T) -> T:
        """The result of the action on Redis, or `otherwise` when Redis fails or rests."""
        if self._client is None or time.monotonic() < self._rest_until:
            return otherwise
        try:
            return action(self._client)
        except (redis.RedisError, OSError) as error:
            self._rest_until = time.monotonic() + REST_SECONDS
            log.warning("redis failed (%s); going on without it", type(error).__name__)
            return otherwise

    def ping(self) -> None:
        """Raises redis.RedisError or OSError when Redis does not answer."""
        if self._client is None:
            raise redis.ConnectionError("no Redis is set up")
        self._client.ping()

    def close(self) -> None:
        if self._client is not None:
            self._client.close()


class CachedEncoder:
    """An encoder that asks Redis first, in one round trip, and encodes only what is not known there.

    Vectors are rounded to float16 either way, so that a warm answer equals a cold one.
    """

    def __init__(self, encoder: Encodes, cache: Cache, key: bytes, ttl_days: int):
        self._encoder = encoder
        self._cache = cache
        self._key = key
        self._seconds = ttl_days * 86_400
        self.name = encoder.name
        self.dimensions = encoder.dimensions
        self._bytes = encoder.dimensions * np.dtype(np.float16).itemsize
        model = hashlib.sha256(encoder.name.encode()).hexdigest()[:12]
        self._prefix = f"sidelight:embedding:{model}:"

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One vector a text, shape (len(texts), dimensions), float32."""
        if not texts:
            return self._encoder.encode([])
        keys = {text: self._prefix + text_digest(text, self._key) for text in texts}
        nothing: list[bytes | None] = [None] * len(keys)
        stored = self._cache.attempt(lambda client: client.mget(list(keys.values())), nothing)
        known = {
            text: np.frombuffer(value, dtype=np.float16)
            for text, value in zip(keys, stored, strict=True)
            if value is not None and len(value) == self._bytes
        }
        missing = [text for text in keys if text not in known]
        fresh = dict(zip(missing, self._encoder.encode(missing).astype(np.float16), strict=True))
        known |= fresh
        self._store({keys[text]: vector.tobytes() for text, vector in fresh.items()})
        return np.stack([known[text] for text in texts]).astype(np.float32)

    def _store(self, values: dict[str, bytes]) -> None:
        if not values:
            return

        def write(client: redis.Redis) -> None:
            with client.pipeline(transaction=False) as pipeline:
                for key, value in values.items():
                    pipeline.set(key, value, ex=self._seconds)
                pipeline.execute()

        self._cache.attempt(write, None)


class AnswersCache:
    """What a verifier answered, by keyed digest; for ever where there is no time to live, as the digest then holds
    every version."""

    def __init__(self, cache: Cache, ttl_days: int | None = None):
        self._cache = cache
        self._seconds = None if ttl_days is None else ttl_days * 86_400

    def get_many(self, keys: Sequence[str]) -> list[float | None]:
        if not keys:
            return []
        nothing: list[bytes | None] = [None] * len(keys)
        stored = self._cache.attempt(lambda client: client.mget([_answer_key(key) for key in keys]), nothing)
        return [_number(value) for value in stored]

    def put_many(self, values: Mapping[str, float]) -> None:
        def write(client: redis.Redis) -> None:
            with client.pipeline(transaction=False) as pipeline:
                for key, value in values.items():
                    pipeline.set(_answer_key(key), value, ex=self._seconds)
                pipeline.execute()

        if values:
            self._cache.attempt(write, None)


class CachedReader:
    """A reader that asks Redis first and reads only the pairs that are not known there.

    A new revision leaves most pairs of a page as they were, so its notes are made again without reading.
    """

    def __init__(self, reader: Reads, answers: AnswersCache, key: bytes):
        self._reader = reader
        self._answers = answers
        self._key = key
        self.name = reader.name

    def read(self, pairs: Sequence[Pair]) -> NDArray[np.float32]:
        """One logit a pair, shape (len(pairs),)."""
        keys = [text_digest(self._whole(pair), self._key) for pair in pairs]
        stored = zip(keys, self._answers.get_many(keys), strict=True)
        known = {key: logit for key, logit in stored if logit is not None}
        missing = {key: pair for key, pair in zip(keys, pairs, strict=True) if key not in known}
        fresh = dict(zip(missing, self._reader.read(list(missing.values())).tolist(), strict=True))
        self._answers.put_many(fresh)
        return np.array([(known | fresh)[key] for key in keys], dtype=np.float32)

    def _whole(self, pair: Pair) -> str:
        entry = (pair.entry.title, pair.entry.text, *pair.claims)
        return json.dumps([self.name, pair.sentence, pair.previous, *entry])


def _answer_key(digest: str) -> str:
    return f"sidelight:verifier:{digest}"


def _number(value: bytes | None) -> float | None:
    try:
        return None if value is None else float(value)
    except ValueError:
        log.warning("an answer in Redis is not a number; it is asked again")
        return None


class NotesCache:
    """What matching a page came to, by page digest, revision and matcher."""

    def __init__(self, cache: Cache, ttl_hours: int):
        self._cache = cache
        self._seconds = ttl_hours * 3600

    def get(self, page: str, revision: int, matcher: str) -> Outcome | None:
        key = _notes_key(page, revision, matcher)
        stored: Any = self._cache.attempt(lambda client: client.get(key), None)
        try:
            return Outcome.model_validate_json(stored) if stored is not None else None
        except ValidationError:
            log.warning("an outcome in Redis has another form; it is made anew")
            return None

    def put(self, page: str, revision: int, matcher: str, outcome: Outcome) -> None:
        key, value = _notes_key(page, revision, matcher), outcome.model_dump_json()
        self._cache.attempt(lambda client: client.set(key, value, ex=self._seconds), None)


def _notes_key(page: str, revision: int, matcher: str) -> str:
    return f"sidelight:notes:{revision}:{hashlib.sha256(matcher.encode()).hexdigest()[:12]}:{page}"
