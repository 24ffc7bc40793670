from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
import redis as redis_client
from numpy.typing import NDArray

from sidelight.matching.encoder import Encoder
from sidelight.matching.pairs import Pair
from sidelight.notes.caches import AnswersCache, Cache, CachedEncoder, CachedReader, NotesCache
from sidelight.notes.note import Reason
from sidelight.notes.outcome import Outcome, Placed
from sidelight.operations.embedded_redis import EmbeddedRedis

KEY = b"k" * 32
TEXTS = ["Kyiv put off its conference.", "The match ended without a goal.", "Kyiv put off its conference."]
OUTCOME = Outcome(
    language="en",
    sentences=2,
    readable=True,
    covered=True,
    placed=(
        Placed(
            block=0,
            start=0,
            end=5,
            entry="test-entry",
            reason=Reason(claim="A claim.", probability=0.5, rule="r", version="1"),
        ),
    ),
)


class CountingEncoder:
    """The real model, with a count of the texts that reach it."""

    def __init__(self, model: Encoder):
        self._model = model
        self.name, self.dimensions = model.name, model.dimensions
        self.texts: list[str] = []

    def encode(self, texts):
        self.texts += texts
        return self._model.encode(texts)


def test_a_known_text_is_not_encoded_again_and_gives_the_same_vector(model: Encoder, redis: redis_client.Redis) -> None:
    counting = CountingEncoder(model)
    encoder = CachedEncoder(counting, Cache(redis), KEY, ttl_days=1)
    cold = encoder.encode(TEXTS)
    assert counting.texts == TEXTS[:2]
    warm = encoder.encode(TEXTS)
    assert counting.texts == TEXTS[:2]
    assert np.array_equal(cold, warm)
    assert np.allclose(cold, model.encode(TEXTS), atol=1e-3)


def test_embeddings_expire_and_their_keys_hold_no_text(model: Encoder, redis: redis_client.Redis) -> None:
    CachedEncoder(model, Cache(redis), KEY, ttl_days=1).encode(TEXTS)
    keys = redis.keys()
    assert len(keys) == 2
    for key in keys:
        assert 0 < redis.ttl(key) <= 86_400
        assert b"Kyiv" not in key
        assert len(redis.get(key)) == model.dimensions * 2


def test_another_key_or_model_shares_nothing(model: Encoder, redis: redis_client.Redis) -> None:
    counting = CountingEncoder(model)
    CachedEncoder(counting, Cache(redis), KEY, 1).encode(TEXTS)
    CachedEncoder(counting, Cache(redis), b"x" * 32, 1).encode(TEXTS)
    counting.name = "another model"
    CachedEncoder(counting, Cache(redis), KEY, 1).encode(TEXTS)
    assert len(counting.texts) == 6


def test_a_damaged_vector_is_made_anew(model: Encoder, redis: redis_client.Redis) -> None:
    encoder = CachedEncoder(model, Cache(redis), KEY, 1)
    cold = encoder.encode(TEXTS)
    for key in redis.scan_iter():
        redis.set(key, b"damaged")
    assert np.array_equal(encoder.encode(TEXTS), cold)


def test_without_redis_everything_is_encoded(model: Encoder, private_redis: EmbeddedRedis) -> None:
    cache = Cache.connect(private_redis.url)
    private_redis.stop()
    counting = CountingEncoder(model)
    encoder = CachedEncoder(counting, cache, KEY, 1)
    assert encoder.encode(TEXTS).shape == (3, model.dimensions)
    assert encoder.encode([]).shape == (0, model.dimensions)
    assert NotesCache(cache, 1).get("page", 1, "m") is None
    NotesCache(cache, 1).put("page", 1, "m", OUTCOME)


def test_an_outcome_belongs_to_page_revision_and_matcher(redis: redis_client.Redis) -> None:
    notes = NotesCache(Cache(redis), ttl_hours=1)
    notes.put("page", 1, "m", OUTCOME)
    assert notes.get("page", 1, "m") == OUTCOME
    assert notes.get("page", 2, "m") is None
    assert notes.get("page", 1, "n") is None
    assert notes.get("gape", 1, "m") is None
    (key,) = redis.keys()
    assert 0 < redis.ttl(key) <= 3600


def test_an_outcome_of_another_form_is_made_anew(redis: redis_client.Redis) -> None:
    notes = NotesCache(Cache(redis), ttl_hours=1)
    notes.put("page", 1, "m", OUTCOME)
    (key,) = redis.keys()
    redis.set(key, '{"language": "en"}')
    assert notes.get("page", 1, "m") is None


class CountingReader:
    """A reader that counts what it is asked."""

    name = "counting"

    def __init__(self) -> None:
        self.asked = 0

    def read(self, pairs: Sequence[Pair]) -> NDArray[np.float32]:
        self.asked += len(pairs)
        return np.array([len(pair.sentence) / 10 for pair in pairs], dtype=np.float32)


def test_a_pair_is_read_once_and_stored_without_its_words(redis: redis_client.Redis, pairs: list[Pair]) -> None:
    counting = CountingReader()
    reader = CachedReader(counting, AnswersCache(Cache(redis), ttl_days=1), KEY)
    cold = reader.read(pairs)
    assert (reader.read(pairs) == cold).all()
    assert counting.asked == len(pairs)
    keys = redis.keys("sidelight:verifier:*")
    assert len(keys) == len(pairs)
    for key in keys:
        assert 0 < redis.ttl(key) <= 86_400
        assert b"Russia" not in key + redis.get(key)


def test_an_entry_that_changed_is_read_anew(redis: redis_client.Redis, pairs: list[Pair]) -> None:
    counting = CountingReader()
    reader = CachedReader(counting, AnswersCache(Cache(redis)), KEY)
    reader.read(pairs[:1])
    entry = pairs[0].entry.model_copy(update={"text": "Another text."})
    reader.read([replace(pairs[0], entry=entry)])
    assert counting.asked == 2
    assert {redis.ttl(key) for key in redis.keys("sidelight:verifier:*")} == {-1}


@pytest.mark.parametrize("stored", [b"", b"rubbish"])
def test_an_answer_that_is_no_number_is_read_anew(redis: redis_client.Redis, pairs: list[Pair], stored: bytes) -> None:
    reader = CachedReader(CountingReader(), AnswersCache(Cache(redis)), KEY)
    cold = reader.read(pairs)
    for key in redis.keys("sidelight:verifier:*"):
        redis.set(key, stored)
    assert (reader.read(pairs) == cold).all()


def test_pairs_are_read_without_redis(pairs: list[Pair]) -> None:
    reader = CachedReader(CountingReader(), AnswersCache(Cache(None)), KEY)
    assert len(reader.read(pairs)) == len(pairs)
    assert reader.read([]).shape == (0,)
