"""What a reader sees: the notes of one page. The API answers with these very shapes, and Redis keeps them as JSON."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from sidelight.library.dates import PartialDate
from sidelight.library.entry import EntryId, Kind, LanguageTag, Qualifier, SourceId, Stance


def _in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)


Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]


class Answer(BaseModel):
    """Common manners of all answers: immutable; keys that nobody knows are passed over, so that answers may grow."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)


class TextQuoteSelector(Answer):
    """W3C Web Annotation, 4.2.4: `exact` stands in the block between `prefix` and `suffix`."""

    type: Literal["TextQuoteSelector"] = "TextQuoteSelector"
    exact: str
    prefix: str = Field(description="Up to 32 characters before it in the same block.")
    suffix: str = Field(description="Up to 32 characters after it in the same block.")


class Target(Answer):
    """Where the note belongs."""

    block: int = Field(ge=0, description="Number of the block, counted from 0 in the order that was sent.")
    selector: TextQuoteSelector


class DecidingFeature(Answer):
    """Something seen of the sentence and the entry that moved the probability."""

    feature: str = Field(description="What was looked at.")
    value: float = Field(description="What it was here.")
    effect: float = Field(description="By how much it moved the log odds, against an average pair.")


class Reason(Answer):
    """Why the entry was matched to the sentence."""

    claim: str = Field(description="The entry's claim that is nearest to the sentence.")
    probability: float = Field(ge=0, le=1, description="The chance that an editor would put the note here.")
    rule: str = Field(description="Which rule decided.")
    version: str = Field(description="Which version of it.")
    features: tuple[DecidingFeature, ...] = Field((), description="What decided most, the strongest first.")


class AsOf(Answer):
    """What held on a date."""

    date: PartialDate
    text: str


class NoteDevelopment(Answer):
    date: PartialDate
    until: PartialDate | None
    text: str
    since_page: bool | None = Field(description="Came after the page's date; null where the page has no date.")
    sources: tuple[SourceId, ...]


class NoteEstimate(Answer):
    """One figure by one counter. Either `value`, or `low` and `high`."""

    counter: str
    quantity: str
    value: float | None
    low: float | None
    high: float | None
    qualifier: Qualifier | None
    unit: str
    as_of: PartialDate
    method: str | None
    known_then: bool | None = Field(description="Known on the page's date; null where the page has no date.")
    sources: tuple[SourceId, ...]


class NoteSource(Answer):
    id: SourceId
    publisher: str
    title: str
    url: str | None = Field(description="http or https, or null.")
    document: str | None
    published: PartialDate | None
    read: PartialDate
    stance: Stance


class NoteChange(Answer):
    """One thing that a publication changed of what readers see."""

    part: Literal["title", "text", "steps", "figures", "sources"]
    change: Literal["added", "removed", "changed"]
    label: str | None = Field(
        description="A step's date, a figure's counter or a source's publisher; null for title and text."
    )
    before: str | None = Field(description="The words as they were, of title and text; else null.")


class Correction(Answer):
    """What a revision changed of the one that readers saw before it."""

    at: Moment = Field(description="When it was published.")
    reason: str | None = Field(description="The curator's words on it, where there are any.")
    changes: tuple[NoteChange, ...] = Field(description="In the order of the parts; never empty.")


class Note(Answer):
    """An entry as one reader sees it on one page."""

    entry: EntryId
    revision: int = Field(ge=1, description="Revision of the entry.")
    published_at: Moment = Field(description="When this revision was published.")
    correction: Correction | None = Field(
        description="Null for an entry's first revision, and where nothing that a reader sees has changed."
    )
    kind: Kind
    title: str
    language: LanguageTag
    target: Target
    reason: Reason
    then: AsOf | None = Field(
        description="Status entries: the last development known on the page's date; null where none is, or it has none."
    )
    now: AsOf = Field(description="The entry's text and the date to which it holds.")
    developments: tuple[NoteDevelopment, ...] = Field(description="Oldest first; status entries only.")
    estimates: tuple[NoteEstimate, ...] = Field(description="In the curator's order; figures entries only.")
    sources: tuple[NoteSource, ...]
    reviewed: PartialDate
    review_by: PartialDate


class Notice(Answer):
    """Something about the whole page that the reader should know."""

    code: Literal["date-unknown", "language-not-covered", "nothing-to-read"]
    text: str = Field(description="One English sentence; clients may word it themselves by the code.")


class NotesAnswer(Answer):
    """The notes of a page, in reading order."""

    revision: int = Field(ge=0, description="Revision of the library; 0 where nothing is published.")
    matcher: str = Field(description="Rule, version, model and fit that decided.")
    language: LanguageTag = Field(description="As stated, else as detected; 'und' where it cannot be told.")
    published: date | None
    sentences: int = Field(ge=0, description="How many sentences were read.")
    notices: tuple[Notice, ...]
    notes: tuple[Note, ...]
