from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from sidelight.errors import InvalidRequest
from sidelight.matching.anchor import (
    Anchor,
    Query,
    VerifiedClaim,
    average_precision_at_5,
    judge_anchor,
    read_anchor,
    reciprocal_rank,
)
from sidelight.matching.encoder import Vectors
from sidelight.matching.pairs import Pair

DEBATE = "20190101_a_debate_0012"
SPEECH = "20190202_a_speech_0007"
CLAIMS = (
    ("vclaim-pol-00001", "Unemployment is the lowest in fifty years.", "On unemployment"),
    ("vclaim-pol-00002", 'The "wall" is built.', "On the wall"),
    ("vclaim-pol-00003", "Taxes were cut for the middle class.", "On taxes"),
)
QUERIES = f'{DEBATE}\tWe have the lowest unemployment in fifty years.\n{SPEECH}\t"They say ""the wall"" is built."\n'
PAIRS = {(DEBATE, "vclaim-pol-00001"), (SPEECH, "vclaim-pol-00002")}


class Words:
    """An encoder for which a text is the bag of its words."""

    name, dimensions = "words", 1024

    def __init__(self) -> None:
        self._places: dict[str, int] = {}

    def encode(self, texts: Sequence[str]) -> Vectors:
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            for word in text.lower().split():
                row[self._places.setdefault(word, len(self._places))] += 1
            row /= np.linalg.norm(row)
        return vectors


class Prefers:
    """A reader that knows which claims belong, and remembers what it was asked."""

    name = "prefers"

    def __init__(self, *claims: str):
        self._claims = claims
        self.pairs: list[Pair] = []

    def read(self, pairs: Sequence[Pair]) -> NDArray[np.float32]:
        self.pairs += pairs
        return np.array([1.0 if pair.claims[0] in self._claims else -1.0 for pair in pairs], dtype=np.float32)


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def write_claims(folder: Path) -> None:
    for number, (claim_id, claim, title) in enumerate(CLAIMS):
        row = {"vclaim_id": claim_id, "vclaim": claim, "title": title, "truth_label": False, "text": "The article."}
        write(folder / f"{number}.json", json.dumps(row, indent=2))


@pytest.fixture
def layout_2021(tmp_path: Path) -> Path:
    """data/subtask-2b--english/v1 of 2021: the claims stand beside the folder; the splits name the qrels."""
    write_claims(tmp_path / "politifact-vclaims")
    write(tmp_path / "v1" / "iclaims.queries", QUERIES)
    write(tmp_path / "v1" / "train.tsv", f"{DEBATE}\t0\tvclaim-pol-00001\t1\n")
    write(tmp_path / "v1" / "dev.tsv", f"{SPEECH}\t0\tvclaim-pol-00002\t1\n")
    return tmp_path / "v1"


@pytest.fixture
def layout_2022(tmp_path: Path) -> Path:
    """data/subtask-2b--english of 2022: all in one folder, but for the test split and the transcripts."""
    write_claims(tmp_path / "politifact-vclaims")
    write(tmp_path / "politifact-vclaims" / "._0.json", "\x00")
    write(tmp_path / "CT2022-Task2B-EN-Train-Dev_Queries.tsv", f"iclaim_id\ticlaim\n{QUERIES}")
    write(tmp_path / "CT2022-Task2B-EN-Train_QRELs.tsv", f"{DEBATE}\t0\tvclaim-pol-00001\t1\n\n")
    write(tmp_path / "CT2022-Task2B-EN-Dev_QRELs.tsv", f"{SPEECH}\t0\tvclaim-pol-00002\t1\n")
    write(tmp_path / "test" / "CT2022-Task2B-EN-Test_Queries.tsv", QUERIES)
    write(tmp_path / "test" / "CT2022-Task2B-EN-Test_Qrels_gold.tsv", f"{DEBATE}\t0\tvclaim-pol-00003\t1\n")
    write(tmp_path / "transcripts" / "20190101_a_debate.tsv", "12\tA SPEAKER\tSome words.\n")
    write(tmp_path / "README.md", "Not a table.")
    return tmp_path


def test_the_layout_of_2021_is_read(layout_2021: Path) -> None:
    anchor = read_anchor(layout_2021)
    assert anchor.relevant == PAIRS
    assert anchor.claims == tuple(VerifiedClaim(*claim) for claim in CLAIMS)
    assert anchor.queries[1] == Query(SPEECH, 'They say "the wall" is built.')


def test_the_layout_of_2022_is_read(layout_2022: Path) -> None:
    anchor = read_anchor(layout_2022)
    assert anchor.relevant == PAIRS
    assert len(anchor.queries) == 2
    assert len(anchor.claims) == 3


def test_a_split_in_its_own_folder_is_read_alone(layout_2022: Path) -> None:
    assert read_anchor(layout_2022 / "test").relevant == {(DEBATE, "vclaim-pol-00003")}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("verified_claims.docs.tsv", "vclaim_id\tvclaim\ttitle\n" + "".join("\t".join(c) + "\n" for c in CLAIMS)),
        ("2b-vclaims.tsv", "".join("\t".join(claim) + "\r\n" for claim in CLAIMS)),
        ("collection.tsv", "title\tvclaim\tvclaim_id\n" + "".join("\t".join(c[::-1]) + "\n" for c in CLAIMS)),
        ("claims.jsonl", "".join(json.dumps({"id": i, "claim": c, "title": t}) + "\n" for i, c, t in CLAIMS)),
    ],
)
def test_verified_claims_may_be_one_file(tmp_path: Path, name: str, text: str) -> None:
    write(tmp_path / name, text)
    write(tmp_path / "tweets.queries.tsv", f"tweet_id\ttweet_content\n{QUERIES}")
    write(tmp_path / "tweet-vclaim-pairs.qrels", "".join(f"{query} Q0 {claim} 1\n" for query, claim in PAIRS))
    anchor = read_anchor(tmp_path)
    assert anchor.relevant == PAIRS
    assert anchor.claims == tuple(VerifiedClaim(*claim) for claim in CLAIMS)


def test_ids_may_be_numbers_and_a_title_stands_in_for_an_empty_claim(tmp_path: Path) -> None:
    write(tmp_path / "vclaims" / "0.json", '{"vclaim_id": 0, "vclaim": null, "title": "A title"}')
    write(tmp_path / "queries.tsv", "7\tA text\u2028in two lines\n")
    write(tmp_path / "qrels.tsv", "7\t0\t0\t1\n")
    anchor = read_anchor(tmp_path)
    assert anchor.claims == (VerifiedClaim("0", "A title", "A title"),)
    assert anchor.queries == (Query("7", "A text in two lines"),)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("iclaims.queries", f"{QUERIES}x\n", r"iclaims\.queries, line 3: needs the query's id and its text"),
        ("iclaims.queries", f"{QUERIES}{DEBATE}\tOther.\n", r"iclaims\.queries, line 3: the query .* given before"),
        ("iclaims.queries", "", "v1: holds no queries"),
        ("dev.tsv", f"{DEBATE}\t0\tvclaim-pol-00001\tyes\n", r"dev\.tsv, line 1: needs query, 0, verified claim"),
        ("dev.tsv", "q\t0\tvclaim-pol-00001\t1\n", r"dev\.tsv, line 1: there is no query 'q'"),
        ("dev.tsv", f"\n{DEBATE}\t0\tv\t1\n", r"dev\.tsv, line 2: there is no verified claim 'v'"),
        ("vclaims.tsv", "vclaim_id\tvclaim\nv\n", r"vclaims\.tsv, line 2: vclaim: Field required"),
        ("vclaims.tsv", "v\t\t\n", r"vclaims\.tsv, line 1: .* has neither a claim nor a title"),
        ("vclaims.tsv", "v\tA\nv\tB\n", r"vclaims\.tsv, line 2: .* 'v' was given before"),
        ("more.jsonl", '{"vclaim_id": "v"', r"more\.jsonl, line 1: Invalid JSON"),
        ("vclaims/1.json", '{\n"vclaim_id": }', r"1\.json: Invalid JSON: .* line 2"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_line(layout_2021: Path, name: str, text: str, message: str) -> None:
    write(layout_2021 / name, text)
    with pytest.raises(InvalidRequest, match=message):
        read_anchor(layout_2021)


def test_what_is_missing_is_said(layout_2021: Path) -> None:
    with pytest.raises(InvalidRequest, match="is not a folder"):
        read_anchor(layout_2021 / "train.tsv")
    (layout_2021 / "dev.tsv").write_bytes(b"A line.\n\xff\n")
    with pytest.raises(InvalidRequest, match=r"dev\.tsv, line 2: is not UTF-8"):
        read_anchor(layout_2021)
    write(layout_2021 / "dev.tsv", f"{DEBATE}\t0\tvclaim-pol-00001\t0\n")
    (layout_2021 / "train.tsv").unlink()
    with pytest.raises(InvalidRequest, match="holds no relevant pairs"):
        read_anchor(layout_2021)
    layout_2021.parent.joinpath("politifact-vclaims").rename(layout_2021.parent / "claims")
    with pytest.raises(InvalidRequest, match="holds no verified claims"):
        read_anchor(layout_2021)


def test_queries_are_ranked_by_the_cosine(layout_2021: Path) -> None:
    figures = judge_anchor(read_anchor(layout_2021), Words(), None)
    assert (figures.queries, figures.claims) == (2, 3)
    assert (figures.map_at_5, figures.mrr) == (1.0, 1.0)


def ladder(count: int) -> Anchor:
    """Claims c00, c01, ... that share fewer and fewer words with the query."""
    words = [f"w{number}" for number in range(count)]
    claims = tuple(
        VerifiedClaim(f"c{number:02}", " ".join([*words[number:], *(f"x{number}y{i}" for i in range(number))]))
        for number in range(count)
    )
    return Anchor((Query("q", " ".join(words)), Query("unjudged", "w1")), claims, frozenset({("q", "c01")}))


def test_figures_by_hand() -> None:
    anchor = ladder(8)
    second = judge_anchor(anchor, Words(), None)
    assert (second.queries, second.map_at_5, second.mrr) == (1, 0.5, 0.5)
    # Ranks 2, 4 and 7: the last is beyond the cut, and still counts among the relevant ones.
    relevant = frozenset(("q", claim) for claim in ("c01", "c03", "c06"))
    third = judge_anchor(Anchor(anchor.queries, anchor.claims, relevant), Words(), None)
    assert third.map_at_5 == pytest.approx((1 / 2 + 2 / 4) / 3)
    # A second query that finds its claim first.
    both = judge_anchor(Anchor(anchor.queries, anchor.claims, relevant | {("unjudged", "c01")}), Words(), None)
    assert both.queries == 2
    assert both.map_at_5 == pytest.approx((third.map_at_5 + reciprocal_of(anchor, "c01")) / 2)


def reciprocal_of(anchor: Anchor, claim: str) -> float:
    alone = Anchor(anchor.queries, anchor.claims, frozenset({("unjudged", claim)}))
    return judge_anchor(alone, Words(), None).mrr


def test_a_reader_reranks_the_best_twenty_and_no_more() -> None:
    anchor = ladder(24)
    last_read, first_unread = anchor.claims[19], anchor.claims[20]
    for claim, rank in ((last_read, 1), (first_unread, 21)):
        reader = Prefers(claim.text)
        relevant = frozenset({("q", claim.id)})
        figures = judge_anchor(Anchor(anchor.queries, anchor.claims, relevant), Words(), reader)
        assert figures.mrr == pytest.approx(1 / rank)
        assert [pair.claims[0] for pair in reader.pairs] == [claim.text for claim in anchor.claims[:20]]
        assert {(pair.sentence, pair.previous, pair.entry.kind) for pair in reader.pairs} == {
            (anchor.queries[0].text, "", "background")
        }


def test_a_claim_longer_than_an_entry_allows_can_be_read() -> None:
    long = VerifiedClaim("vclaim_with~odd.id", "word " * 600, "title " * 100)
    anchor = Anchor((Query("q", "word"),), (long,), frozenset({("q", long.id)}))
    assert judge_anchor(anchor, Words(), Prefers()).map_at_5 == 1.0


def test_equal_scores_stand_in_the_order_of_trec_eval() -> None:
    claims = (VerifiedClaim("a", "same"), VerifiedClaim("b", "same"))
    anchor = Anchor((Query("q", "same"),), claims, frozenset({("q", "b")}))
    assert judge_anchor(anchor, Words(), None).mrr == 1.0


def test_the_reciprocal_rank_looks_at_the_first_thousand() -> None:
    hits = np.zeros(1200, dtype=bool)
    hits[1000] = True
    assert reciprocal_rank(hits) == 0.0
    hits[999] = True
    assert reciprocal_rank(hits) == pytest.approx(1 / 1000)


@given(st.lists(st.booleans(), max_size=30), st.integers(0, 5))
def test_figures_stay_in_bounds_and_agree_with_trec_evals_loop(ranking: list[bool], unfound: int) -> None:
    hits, relevant = np.array(ranking, dtype=bool), max(sum(ranking) + unfound, 1)
    found, total = 0, 0.0
    for rank, hit in enumerate(ranking[:5], 1):
        if hit:
            found += 1
            total += found / rank
    precision, reciprocal = average_precision_at_5(hits, relevant), reciprocal_rank(hits)
    assert precision == pytest.approx(total / relevant)
    assert 0.0 <= precision <= 1.0 + 1e-12
    assert 0.0 <= reciprocal <= 1.0


@given(st.integers(1, 30), st.integers(0, 30))
def test_a_perfect_ranking_is_worth_one_where_five_ranks_hold_it(relevant: int, others: int) -> None:
    hits = np.array([True] * relevant + [False] * others)
    assert average_precision_at_5(hits, relevant) == pytest.approx(min(1.0, 5 / relevant))
    assert reciprocal_rank(hits) == 1.0
