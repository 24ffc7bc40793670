"""The messages of the readers' API, v1: what crosses the wire, each once.

The JSON Schemas under `extension/schemas/` and the OpenAPI document come from these classes; nothing else describes the
format. Requests refuse keys that nobody knows; answers may grow keys, and clients ignore those that they do not know.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from sidelight.feedback.report import ReportKind
from sidelight.library.entry import Entry, EntryId, LanguageTag
from sidelight.notes.note import Answer, Moment, NotesAnswer
from sidelight.reading.page import BlockKind


def _iso(value: object) -> object:
    # pydantic would also take "1728432000", as a moment.
    if isinstance(value, str):
        return date.fromisoformat(value)
    return value


IsoDate = Annotated[date, BeforeValidator(_iso)]
# A database takes no zero byte, and none is ever meant.
_TEXT = r"^[^\x00]*$"
_NAME = r"^[a-z0-9][a-z0-9.-]{0,39}$"


class Request(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)


class BlockMessage(Request):
    """One run of text of a page."""

    kind: BlockKind = "paragraph"
    text: str = Field(description="White space as the reader sees it; a target quotes this text exactly.")


class NotesRequest(Request):
    """A page: what the reader's browser sends, and all that it sends. No address, no identity."""

    title: Annotated[str, StringConstraints(max_length=1000)] = ""
    language: LanguageTag | None = Field(None, description="BCP 47, as the page states it; absent: it is detected.")
    published: IsoDate | None = Field(
        None, description="The page's publication date; absent where the page states none."
    )
    blocks: tuple[BlockMessage, ...] = Field(description="In reading order.")


class ReportMessage(Request):
    """A reader's word on a note: which note it was and why it stood there, and nothing of the reader."""

    entry: EntryId
    revision: int = Field(ge=1, le=2**31 - 1, description="Revision of the entry.")
    rule: Annotated[str, StringConstraints(pattern=_NAME)] = Field(description="As the note's reason says it.")
    version: Annotated[str, StringConstraints(pattern=_NAME)] = Field(description="As the note's reason says it.")
    claim: Annotated[str, StringConstraints(max_length=300)] = Field(
        description="The entry's claim, as the note's reason says it; another text is refused."
    )
    probability: float = Field(ge=0, le=1, description="As the note's reason says it.")
    kind: ReportKind
    words: Annotated[str, StringConstraints(max_length=500, pattern=_TEXT)] | None = Field(
        None, description="The reader's own words; deleted after some days."
    )
    sentence: Annotated[str, StringConstraints(max_length=2000, pattern=_TEXT)] | None = Field(
        None, description="The sentence of the page, only where the reader chose to send it; deleted after some days."
    )


class EntryAnswer(Answer):
    """A published entry, whole."""

    revision: int = Field(ge=1, description="Revision of the entry.")
    library_revision: int = Field(ge=1, description="Revision of the library that published it.")
    published_at: Moment = Field(description="When this revision was published.")
    entry: Entry


class RevisionAnswer(Answer):
    """The library as it stands."""

    revision: int = Field(ge=0)
    entries: int = Field(ge=0, description="Published entries.")
    matcher: str


class PartHealth(Answer):
    ok: bool
    required: bool = Field(description="Without it no notes are made.")
    detail: str


class ReadyAnswer(Answer):
    """Each part by name: `library`, `model`, `redis`, `database`."""

    ready: bool
    parts: dict[str, PartHealth]


class LiveAnswer(Answer):
    alive: Literal[True] = True


class FieldProblem(Answer):
    """One thing that is wrong, with where."""

    pointer: str = Field(description="JSON Pointer (RFC 6901) into the request.")
    detail: str


class Problem(Answer):
    """RFC 9457, application/problem+json."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: tuple[FieldProblem, ...] = ()


MESSAGES: tuple[type[BaseModel], ...] = (
    NotesRequest,
    NotesAnswer,
    ReportMessage,
    EntryAnswer,
    RevisionAnswer,
    ReadyAnswer,
    LiveAnswer,
    Problem,
)
