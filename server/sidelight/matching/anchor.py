"""A literature anchor: CheckThat! task 2, previously fact-checked claims, as the lab laid it out in 2021 and 2022.

Each query (a tweet in 2A, a sentence of a debate in 2B) ranks all verified claims. The figures are those of the lab's
scorer, which calls trectools; its MAP@5 is `map_cut_5` of trec_eval, its MRR looks at the first 1,000.

What a folder may hold, by documented name and else by form; all text is UTF-8, a header line is recognised and skipped:

- queries, directly in the folder: `id <TAB> text`. Names with `quer`, `tweet` or `iclaim` (`iclaims.queries`,
  `tweets-test.tsv`, `CT2022-Task2B-EN-Test_Queries.tsv`), and any other file whose first line has two columns.
- qrels, directly in the folder: `query 0 claim relevance`, by tabs or blanks. Names with `qrel` (`qrels-dev.tsv`,
  `CT2022-Task2B-EN-Test_Qrels_gold.tsv`), and any other file whose first line has that form (`train.tsv`, `dev.tsv`,
  `task2b-test.tsv`).
- verified claims, directly in the folder: subfolders with `vclaim` in the name (`vclaims`, `politifact-vclaims`) of one
  JSON object a file; `*.jsonl`, one object a line; tables with `vclaim` or `verified` in the name, or with columns
  `vclaim_id` and `vclaim` (without a header: `id <TAB> claim <TAB> title`). Where there are none, such subfolders of
  the folder above it. An object needs `vclaim_id` (or `id`) and `vclaim` (or `claim`); the `title` stands in for an
  empty claim. Archives must be unpacked.

Tables end in .tsv, .txt, .queries or .qrels; one line is one row. Everything else is passed over. All queries and all
qrels of the folder are pooled: to judge one split, give a folder that holds that one alone (in 2022 `test` does).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import AliasChoices, BaseModel, ConfigDict, Field, ValidationError

from sidelight.errors import InvalidRequest
from sidelight.library.entry import Entry
from sidelight.matching.corpus import UNDATED
from sidelight.matching.encoder import Encodes
from sidelight.matching.pairs import Pair, Reads

RERANKED = 20
MAP_CUT = 5
# As deep as trectools looks for the reciprocal rank where it is not told otherwise; the lab does not tell it.
DEPTH = 1000

SUFFIXES = {".tsv", ".txt", ".queries", ".qrels", ".jsonl"}
Form = Literal["qrels", "claims", "queries"]
# In this order: `tweet-vclaim-pairs.qrels` holds qrels, whatever else its name says.
NAMES: tuple[tuple[Form, str], ...] = (
    ("qrels", "qrel"),
    ("queries", "quer|tweet|iclaim"),
    ("claims", "vclaim|verified"),
)
# A first column that names itself an id.
HEADER = re.compile(r'"?(q?id|\w*_id)"?\s', re.IGNORECASE)
CLAIM_COLUMNS = {"vclaim_id", "vclaim"}
# What stands between query and claim in a qrels line.
ZERO = {"0", "Q0"}
QUOTED = re.compile(r'"(.*)"', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Query:
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class VerifiedClaim:
    """`title` is that of the fact-check, "" where it has none."""

    id: str
    text: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Anchor:
    """`relevant` holds (query id, claim id); every id in it is among `queries` and `claims`."""

    queries: tuple[Query, ...]
    claims: tuple[VerifiedClaim, ...]
    relevant: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class AnchorFigures:
    """Means over `queries`, the number of those with a relevant claim; `claims` is how many each of them ranks."""

    queries: int
    claims: int
    map_at_5: float
    mrr: float


def read_anchor(folder: Path) -> Anchor:
    """Reads one split. Raises InvalidRequest with file and line."""
    if not folder.is_dir():
        raise InvalidRequest(f"{folder}: is not a folder; give one with queries and qrels of CheckThat! task 2.")
    tables = _tables(folder)
    queries: dict[str, Query] = {}
    for table in tables:
        if table.form == "queries":
            _read_queries(table, queries)
    claims = _read_claims(folder, tables)
    if not claims:
        claims = _read_claims(folder.absolute().parent, [])
    if not queries:
        raise InvalidRequest(f"{folder}: holds no queries; they are a table of id and text.")
    if not claims:
        raise InvalidRequest(
            f"{folder}: holds no verified claims, nor does the folder above it; they are an unpacked subfolder"
            " 'vclaims' of JSON files, a table or a .jsonl."
        )
    relevant = frozenset(
        pair for table in tables if table.form == "qrels" for pair in _read_qrels(table, queries, claims)
    )
    if not relevant:
        raise InvalidRequest(f"{folder}: holds no relevant pairs; they are qrels, a table of query, 0, claim and 1.")
    return Anchor(tuple(queries.values()), tuple(claims.values()), relevant)


def judge_anchor(anchor: Anchor, encoder: Encodes, reader: Reads | None) -> AnchorFigures:
    """Ranks the claims for each query by the cosine of the query alone.

    Where a reader is given, the best 20 are put into the order of its logits; the rest stay behind them.
    """
    right: dict[str, set[str]] = defaultdict(set)
    for query_id, claim_id in anchor.relevant:
        right[query_id].add(claim_id)
    queries = [query for query in anchor.queries if query.id in right]
    # trectools, like trec_eval, puts equal scores into the order of ids, the last first.
    claims = sorted(anchor.claims, key=lambda claim: claim.id, reverse=True)
    claim_vectors = encoder.encode([claim.text for claim in claims])
    query_vectors = encoder.encode([query.text for query in queries])
    precision = reciprocal = 0.0
    for query, vector in zip(queries, query_vectors, strict=True):
        ranking = np.argsort(-(claim_vectors @ vector), kind="stable")[:DEPTH]
        if reader is not None:
            ranking = _reranked(ranking, query, claims, reader)
        hits = np.array([claims[number].id in right[query.id] for number in ranking], dtype=bool)
        precision += average_precision_at_5(hits, len(right[query.id]))
        reciprocal += reciprocal_rank(hits)
    judged = max(len(queries), 1)
    return AnchorFigures(len(queries), len(claims), precision / judged, reciprocal / judged)


def average_precision_at_5(hits: NDArray[np.bool_], relevant: int) -> float:
    """The precision at each hit among the first five, summed and divided by the number of relevant claims.

    `hits` says of each rank, the best first, whether its claim is relevant. As in trec_eval's map_cut_5, a query with
    more than five relevant claims cannot reach 1.
    """
    top = hits[:MAP_CUT]
    precisions = np.cumsum(top) / np.arange(1, len(top) + 1)
    return float(precisions[top].sum() / relevant)


def reciprocal_rank(hits: NDArray[np.bool_]) -> float:
    """One by the rank of the first hit; 0 where the first 1,000 have none."""
    top = hits[:DEPTH]
    return float(1 / (top.argmax() + 1)) if top.any() else 0.0


def _reranked(ranking: NDArray[np.intp], query: Query, claims: list[VerifiedClaim], reader: Reads) -> NDArray[np.intp]:
    best, rest = ranking[:RERANKED], ranking[RERANKED:]
    entries = [_entry(int(number), claims[number]) for number in best]
    logits = reader.read([Pair(query.text, "", entry, entry.claims) for entry in entries])
    return np.concatenate([best[np.argsort(-logits, kind="stable")], rest])


def _entry(number: int, claim: VerifiedClaim) -> Entry:
    # The lab's ids may have characters and lengths that an entry's may not, and so may its texts.
    return Entry(
        id=f"claim-{number}",
        kind="background",
        title=(claim.title or claim.text)[:300],
        text=claim.text[:2000],
        claims=(claim.text[:300],),
        **UNDATED,
    )


class _ClaimRow(BaseModel):
    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True, str_strip_whitespace=True)

    id: str = Field(validation_alias=AliasChoices("vclaim_id", "id"), min_length=1)
    text: str | None = Field(validation_alias=AliasChoices("vclaim", "claim"))
    title: str | None = None

    def claim(self) -> VerifiedClaim:
        title = _in_one_line(self.title or "")
        return VerifiedClaim(self.id, _in_one_line(self.text or "") or title, title)


@dataclass(frozen=True, slots=True)
class _Table:
    """A file's lines that are not blank, each with where it stands; `header` is empty where it names no columns."""

    path: Path
    form: Form
    header: list[str]
    body: tuple[tuple[str, str], ...]


def _tables(folder: Path) -> list[_Table]:
    paths = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    return [table for path in paths if path.suffix in SUFFIXES and (table := _table(path)) is not None]


def _table(path: Path) -> _Table | None:
    # Not splitlines: a tweet may hold a line separator that ends no row.
    lines = [(f"{path}, line {number}", line) for number, line in enumerate(_text(path).split("\n"), 1) if line.strip()]
    first = lines[0][1] if lines else ""
    headed = HEADER.match(first) is not None or set(_columns(first)) >= CLAIM_COLUMNS
    form = _form(path, first, headed)
    return None if form is None else _Table(path, form, _columns(first) if headed else [], tuple(lines[headed:]))


def _form(path: Path, first: str, headed: bool) -> Form | None:
    if path.suffix == ".jsonl":
        return "claims"
    for form, names in NAMES:
        if re.search(names, path.name.lower()):
            return form
    columns, words = _columns(first), first.split()
    if set(columns) >= CLAIM_COLUMNS:
        return "claims"
    if len(words) == 4 and (headed or words[1] in ZERO):
        return "qrels"
    return "queries" if len(columns) == 2 else None


def _read_queries(table: _Table, queries: dict[str, Query]) -> None:
    for where, line in table.body:
        columns = _columns(line)
        if len(columns) != 2 or not all(columns):
            raise InvalidRequest(f"{where}: needs the query's id and its text, in two columns.")
        query = Query(*columns)
        # The lab repeats rows; only one id with two texts is an error.
        if queries.setdefault(query.id, query) != query:
            raise InvalidRequest(f"{where}: the query '{query.id}' was given before, with another text.")


def _read_claims(folder: Path, tables: list[_Table]) -> dict[str, VerifiedClaim]:
    claims: dict[str, VerifiedClaim] = {}
    for where, source in _claim_sources(folder, tables):
        claim = _claim(where, source)
        if not claim.text:
            raise InvalidRequest(f"{where}: the verified claim '{claim.id}' has neither a claim nor a title.")
        if claims.setdefault(claim.id, claim) != claim:
            raise InvalidRequest(f"{where}: the verified claim '{claim.id}' was given before, with another text.")
    return claims


def _claim_sources(folder: Path, tables: list[_Table]) -> Iterator[tuple[str, str | dict[str, str]]]:
    """Each claim, as JSON or as a row, and where it stands."""
    for path in sorted(folder.glob("*vclaim*/[!.]*.json")):
        yield str(path), _text(path)
    for table in tables:
        if table.form == "claims":
            names = table.header or ["vclaim_id", "vclaim", "title"]
            for where, line in table.body:
                is_json = table.path.suffix == ".jsonl"
                yield where, line if is_json else dict(zip(names, _columns(line), strict=False))


def _claim(where: str, source: str | dict[str, str]) -> VerifiedClaim:
    try:
        row = _ClaimRow.model_validate_json(source) if isinstance(source, str) else _ClaimRow.model_validate(source)
    except ValidationError as error:
        first = error.errors(include_input=False)[0]
        name = "".join(f"{part}: " for part in first["loc"])
        raise InvalidRequest(f"{where}: {name}{first['msg']}.") from None
    return row.claim()


def _read_qrels(
    table: _Table, queries: dict[str, Query], claims: dict[str, VerifiedClaim]
) -> Iterator[tuple[str, str]]:
    for where, line in table.body:
        words = line.split()
        if len(words) != 4 or not re.fullmatch(r"-?\d+", words[3]):
            raise InvalidRequest(f"{where}: needs query, 0, verified claim and relevance, the last a whole number.")
        query, _, claim, relevance = words
        if query not in queries:
            raise InvalidRequest(f"{where}: there is no query '{query}'.")
        if claim not in claims:
            raise InvalidRequest(f"{where}: there is no verified claim '{claim}'.")
        if int(relevance) > 0:
            yield query, claim


def _columns(line: str) -> list[str]:
    # The lab wrote its tables with a CSV writer: text with a quotation mark stands in marks, its own ones doubled.
    columns = [column.strip() for column in line.split("\t")]
    quoted = [QUOTED.fullmatch(column) for column in columns]
    return [
        _in_one_line(match[1].replace('""', '"') if match else column)
        for column, match in zip(columns, quoted, strict=True)
    ]


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise InvalidRequest(f"{path}: {error.strerror}.") from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise InvalidRequest(f"{path}, line {line}: is not UTF-8.") from None


def _in_one_line(text: str) -> str:
    return " ".join(text.split())
