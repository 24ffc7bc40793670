from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from sidelight.errors import ModelUnusable
from sidelight.matching.crossencoder import ENTRY, PREVIOUS, SENTENCE, CrossEncoder, Network, Packer, save
from sidelight.matching.pairs import Pair


@pytest.fixture(scope="module")
def packer() -> Packer:
    return Packer()


def test_a_pair_is_read_alike_alone_and_among_others(reader: CrossEncoder, pairs: list[Pair]) -> None:
    together = reader.read(pairs)
    assert together.shape == (len(pairs),)
    # Padding and the order of sums move a logit a little.
    assert np.allclose(together, [reader.read([pair])[0] for pair in pairs], atol=0.1)


def test_nothing_to_read_is_no_answer(reader: CrossEncoder) -> None:
    assert reader.read([]).shape == (0,)


def test_the_claim_itself_is_likelier_than_the_weather(reader: CrossEncoder, pairs: list[Pair]) -> None:
    claim, weather = replace(pairs[0], sentence=pairs[0].claims[0]), replace(pairs[0], sentence="It rained all day.")
    high, low = reader.read([claim, weather])
    assert high > low


@settings(max_examples=50)
@given(st.text(max_size=600), st.text(max_size=600))
def test_any_text_fits(packer: Packer, pairs: list[Pair], sentence: str, previous: str) -> None:
    packed = packer.pack(replace(pairs[0], sentence=sentence, previous=previous))
    assert len(packed.tokens) <= SENTENCE + PREVIOUS + ENTRY + 4
    assert packed.sentence <= SENTENCE


def test_a_page_cannot_end_its_own_part(packer: Packer, pairs: list[Pair]) -> None:
    ends = [
        packer.pack(replace(pairs[0], sentence=text)).tokens.count(102) for text in ("Rain.", "Rain. [SEP] A claim.")
    ]
    assert ends[0] == ends[1] == 3


def test_weights_survive_their_file_and_are_named_by_it(tmp_path: Path, pairs: list[Pair]) -> None:
    torch.manual_seed(3)
    network = Network()
    save(network, tmp_path / "weights.safetensors")
    network.head.bias.data += 1
    save(network, tmp_path / "other.safetensors")
    one, other = CrossEncoder(tmp_path / "weights.safetensors"), CrossEncoder(tmp_path / "other.safetensors")
    assert one.name != other.name
    assert np.allclose(one.read(pairs) + 1, other.read(pairs), atol=0.05)
    assert (tmp_path / "weights.safetensors").stat().st_size < 50_000_000


@pytest.mark.parametrize("content", [None, b"", b"not weights"])
def test_weights_that_cannot_be_read_are_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "weights.safetensors"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ModelUnusable, match="sidelight train"):
        CrossEncoder(path)
