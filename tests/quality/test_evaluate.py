"""`sidelight evaluate`, on small material of our own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from sidelight.cli import main

EXAMPLE = Path(__file__).parent / "example"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SIDELIGHT_DATA_DIR", str(tmp_path))
    return lambda *arguments: CliRunner().invoke(main, ["evaluate", *map(str, arguments)])


def test_a_corpus_gets_its_figures_and_the_baseline_beside_them(run, tmp_path: Path) -> None:
    result = run(EXAMPLE, "--json", "--diagram", tmp_path / "reliability.png")
    assert result.exit_code == 0, result.output
    figures = json.loads(result.stdout)
    for judged in (figures, figures["baseline"]):
        assert set(judged["closed"]["recall_at_precision"]) == {"0.80", "0.90", "0.95"}
        assert set(judged["open"]["recall_at_precision"]) == {"0.80", "0.90", "0.95"}
        assert set(judged["false_fire"]) == {"related", "confusable", "mention"}
        assert 0.3 < judged["closed"]["average_precision"] <= 1
        assert 0.5 < judged["top1_accuracy"] <= 1
    assert figures["sentences"] == 15
    assert (tmp_path / "reliability.png").read_bytes().startswith(b"\x89PNG")


def test_pages_get_theirs_and_every_placement_can_be_judged(run, tmp_path: Path) -> None:
    result = run(
        "--articles",
        EXAMPLE / "articles.jsonl",
        "--background",
        EXAMPLE / "background",
        "--placements",
        tmp_path / "placements.jsonl",
        "--json",
    )
    assert result.exit_code == 0, result.output
    figures = json.loads(result.stdout)
    assert figures["articles"] == {
        "count": 1,
        "notes": 2,
        "placement_precision": 1.0,
        "recall_high": 1.0,
        "wrong_subject": 0,
    }
    assert figures["background"] == {"pages": 2, "notes_per_100": 0.0}
    placed = [json.loads(line) for line in (tmp_path / "placements.jsonl").read_text().splitlines()]
    assert [(row["slug"], row["sentence"], row["entry"]) for row in placed] == [
        ("summit-put-off", 1, "peace-summit-ukraine-status"),
        ("summit-put-off", 3, "casualties-russia-military"),
    ]


def test_each_domain_is_judged_by_a_fit_without_it(run, tmp_path: Path) -> None:
    (name,) = {path.name.split(".")[1] for path in EXAMPLE.glob("entries.*.jsonl")}
    for domain in ("one", "two"):
        for kind in ("entries", "sentences"):
            (tmp_path / f"{kind}.{domain}.jsonl").write_text((EXAMPLE / f"{kind}.{name}.jsonl").read_text())
    result = run(tmp_path, "--leave-one-domain-out", "--json")
    assert result.exit_code == 0, result.output
    figures = json.loads(result.stdout)
    assert figures["domains"] == ["one", "two"]
    assert 0.3 < figures["closed"]["average_precision"] <= 1
    alone = run(EXAMPLE, "--leave-one-domain-out")
    assert alone.exit_code == 2
    assert "two domains at least" in alone.stderr


def test_checkthat_is_an_anchor(run, tmp_path: Path) -> None:
    (tmp_path / "queries.tsv").write_text("q1\tThe river rose by a metre.\nq2\tTaxes fell.\n")
    (tmp_path / "vclaims.jsonl").write_text(
        '{"vclaim_id": "c1", "vclaim": "The river rose by one metre.", "title": "River"}\n'
        '{"vclaim_id": "c2", "vclaim": "Taxes were cut.", "title": "Taxes"}\n'
    )
    (tmp_path / "qrels.tsv").write_text("q1\t0\tc1\t1\nq2\t0\tc2\t1\n")
    result = run("--checkthat", tmp_path, "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["checkthat"] == {"queries": 2, "claims": 2, "map_at_5": 1.0, "mrr": 1.0}


def test_people_get_tables(run) -> None:
    assert "average precision" in run(EXAMPLE).stdout


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("entries.x.jsonl", '{"id": "an-entry"}', "line 1: kind: Field required"),
        ("entries.x.jsonl", "{", "line 1"),
        ("other.txt", "", "holds no entries"),
    ],
)
def test_a_corpus_of_another_form_gets_one_sentence(
    run, tmp_path: Path, name: str, content: str, sentence: str
) -> None:
    (tmp_path / name).write_text(content)
    result = run(tmp_path)
    assert result.exit_code == 2
    assert sentence in result.stderr


def test_nothing_to_judge_is_said(run) -> None:
    assert run().exit_code == 2
    assert "Give a CORPUS" in run().stderr
