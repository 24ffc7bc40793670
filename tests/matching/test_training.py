from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from sidelight.errors import InvalidRequest
from sidelight.matching.crossencoder import CrossEncoder
from sidelight.matching.encoder import Encoder
from sidelight.matching.pairs import Pair
from sidelight.matching.training import train

EXAMPLE = Path(__file__).parents[1] / "quality" / "example"


@pytest.fixture
def material(tmp_path: Path) -> Path:
    """A small corpus, with an article annotated with its entries."""
    folder = tmp_path / "material"
    shutil.copytree(EXAMPLE, folder)
    name = next(folder.glob("entries.*.jsonl")).name.split(".")[1]
    entries = [json.loads(line)["id"] for line in (folder / f"entries.{name}.jsonl").read_text().splitlines()]
    article = {
        "slug": "one",
        "about": "x",
        "sentences": ["It was cold.", "The council met and decided nothing.", "Nobody came to the market."],
        "labels": {"1": [{"entry": entries[0], "sure": "high"}], "2": [{"entry": entries[1], "sure": "low"}]},
    }
    (folder / f"articles.{name}.jsonl").write_text(json.dumps(article))
    return folder


def test_the_same_seed_gives_the_same_weights(
    tmp_path: Path, material: Path, model: Encoder, pairs: list[Pair]
) -> None:
    outputs = [tmp_path / name / "weights.safetensors" for name in ("one", "two", "other")]
    done = [train(material, path, model, 1.0, seed) for path, seed in zip(outputs, (1, 1, 2), strict=True)]
    one, two, other = (path.read_bytes() for path in outputs)
    assert one == two != other
    assert np.isfinite(CrossEncoder(outputs[0]).read(pairs)).all()
    facts = json.loads(outputs[0].with_name("training.json").read_text())
    assert facts["articles"] == 1
    assert facts["examples"] == done[0].examples > done[0].sentences == 15
    assert all(np.isfinite(lesson.loss) for lesson in done[0].lessons)


def test_a_folder_without_material_is_named(tmp_path: Path, model: Encoder) -> None:
    with pytest.raises(InvalidRequest, match="holds no entries"):
        train(tmp_path, tmp_path / "weights.safetensors", model, 1.0, 1)
    assert not (tmp_path / "weights.safetensors").exists()
