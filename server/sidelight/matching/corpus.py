"""Reading a matching corpus: a folder with `entries.<domain>.jsonl` and `sentences.<domain>.jsonl`.

An entry has id, kind, title, note, about, claims and perhaps exclusions. A sentence names its entry, its label, the
sentence before it, and in `also` other entries whose note would belong there too.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from sidelight.errors import InvalidRequest
from sidelight.library.entry import Entry, EntryId, Kind
from sidelight.matching.propose import Query
from sidelight.reading.page import Sentence

Row = TypeVar("Row", bound=BaseModel)
Label = Literal["match", "related", "confusable", "mention"]
NEGATIVE_LABELS: tuple[Label, ...] = ("related", "confusable", "mention")
# A corpus entry says nothing of dates, and matching reads none of these.
UNDATED = {"as_of": "2026", "reviewed": "2026", "review_by": "2026"}


class LabelledSentence(BaseModel):
    """One sentence of a corpus, labelled for one entry."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    entry: EntryId
    label: Label
    previous: str = ""
    sentence: str
    also: tuple[EntryId, ...] = ()

    @property
    def query(self) -> Query:
        """The sentence as it is asked of the library."""
        return Query(Sentence(0, 0, len(self.sentence), self.sentence, annotatable=True), self.previous)

    def right(self, entry: str) -> bool:
        """Whether the note of the entry belongs beside the sentence."""
        return (self.label == "match" and entry == self.entry) or entry in self.also


@dataclass(frozen=True, slots=True)
class Domain:
    """One subject area: its entries and the sentences labelled for them."""

    name: str
    entries: tuple[Entry, ...]
    sentences: tuple[LabelledSentence, ...]


class _CorpusEntry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    id: EntryId
    kind: Kind
    title: str
    note: str
    about: tuple[str, ...] = ()
    claims: tuple[str, ...]
    exclusions: tuple[str, ...] = ()

    def entry(self) -> Entry:
        return Entry(text=self.note[:2000], **self.model_dump(exclude={"note"}), **UNDATED)


def read_corpus(folder: Path) -> list[Domain]:
    """All domains of a folder, sorted by name. Raises InvalidRequest with file and line."""
    names = sorted(path.name.split(".")[1] for path in folder.glob("entries.*.jsonl"))
    if not names:
        raise InvalidRequest(f"{folder}: holds no entries.*.jsonl.")
    return [_read_domain(folder, name) for name in names]


def _read_domain(folder: Path, name: str) -> Domain:
    entries = tuple(row.entry() for row in _read_lines(folder / f"entries.{name}.jsonl", _CorpusEntry))
    sentences = _read_lines(folder / f"sentences.{name}.jsonl", LabelledSentence)
    known = {entry.id for entry in entries}
    for number, sentence in enumerate(sentences, 1):
        for entry in (sentence.entry, *sentence.also):
            if entry not in known:
                raise InvalidRequest(
                    f"{folder / f'sentences.{name}.jsonl'}, line {number}: there is no entry '{entry}'."
                )
    return Domain(name, entries, tuple(sentences))


def _read_lines(path: Path, form: type[Row]) -> list[Row]:
    rows = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise InvalidRequest(f"{path}: {error.strerror}.") from None
    for number, line in enumerate(lines, 1):
        try:
            rows.append(form.model_validate_json(line))
        except ValidationError as error:
            first = error.errors(include_input=False)[0]
            where = ".".join(str(part) for part in first["loc"])
            raise InvalidRequest(f"{path}, line {number}: {where}: {first['msg']}.") from None
    return rows
