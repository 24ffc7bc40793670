from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest

from sidelight.errors import EncoderSaturated, ModelUnusable
from sidelight.matching import encoder as encoder_module
from sidelight.matching.encoder import Encoder


def test_vectors_have_length_one_and_keep_the_order(model: Encoder) -> None:
    texts = ["A long sentence about a conference in the mountains.", "Short.", ""]
    vectors = model.encode(texts)
    assert vectors.shape == (3, 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.allclose(vectors[1], model.encode(["Short."])[0], atol=1e-5)


def test_any_text_can_be_encoded(model: Encoder) -> None:
    vectors = model.encode(["\ud800 lone", "\x00", "👩‍👩‍👧", "a" * 100_000])
    assert np.isfinite(vectors).all()


def test_damaged_weights_are_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "model.safetensors").write_bytes(b"not the weights")
    monkeypatch.setattr(encoder_module, "files", lambda package: tmp_path)
    with pytest.raises(ModelUnusable, match="damaged or not the expected ones"):
        Encoder("all-MiniLM-L6-v2", queue=1)


def test_absent_weights_are_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(encoder_module, "files", lambda package: tmp_path)
    with pytest.raises(ModelUnusable, match="holds no weights"):
        Encoder("all-MiniLM-L6-v2", queue=1)


def test_an_unknown_model_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ModelUnusable, match="SIDELIGHT_MODEL"):
        Encoder(str(tmp_path / "no-such-model"), queue=1)


def test_another_model_is_loaded_from_its_folder(tmp_path: Path) -> None:
    folder = encoder_module.shipped_model_folder()
    other = Encoder(str(folder), queue=1)
    assert other.name == str(folder)
    assert other.encode(["A word."]).shape == (1, 384)


def test_a_full_queue_is_refused_at_once() -> None:
    small = Encoder("all-MiniLM-L6-v2", queue=1)
    texts = [f"Sentence number {number} keeps the encoder busy for a while." for number in range(400)]
    busy = threading.Thread(target=small.encode, args=(texts,))
    busy.start()
    refused = None
    while busy.is_alive() and refused is None:
        try:
            small.encode(["One more."])
        except EncoderSaturated as error:
            refused = error
    busy.join()
    assert refused is not None
    assert refused.headers() == {"Retry-After": "2"}
    assert small.encode(["One more."]).shape == (1, 384)
