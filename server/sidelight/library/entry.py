"""An entry: one narrow subject that curators keep, with everything that a note needs.

These classes are the one definition of the shape: the files, the database's JSON, the API and its JSON Schema come from
them. They are immutable; whether an entry may be published is for `checks` to say.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from sidelight.library.dates import PartialDate

Kind = Literal["status", "figures", "background"]
Stance = Literal["primary", "independent", "party"]
Qualifier = Literal["about", "at least", "at most"]

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Paragraph = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
EntryId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", min_length=3, max_length=80)]
SourceId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$")]
WebAddress = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^https?://[^\s]+$", max_length=2000)]
LanguageTag = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]


class Part(BaseModel):
    """Common manners of an entry and its parts: immutable, and a key that nobody knows is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, hide_input_in_errors=True)


class Source(Part):
    """Where a statement comes from (schema.org citation)."""

    id: SourceId = Field(description="How developments and estimates of this entry refer to the source.")
    publisher: Line
    title: Line
    url: WebAddress | None = Field(None, description="Its address on the web.")
    document: Line | None = Field(None, description="A stable document number, where there is no address.")
    published: PartialDate | None = Field(
        None, description="When the source was published; absent where it does not say."
    )
    read: PartialDate = Field(description="When the curator last read it.")
    stance: Stance = Field(
        description="primary: the act or data itself; independent: has no side in it; party: speaks for a side."
    )

    @model_validator(mode="after")
    def _can_be_found(self) -> Source:
        if self.url is None and self.document is None:
            raise ValueError("needs a url or a document number, so that a reader can find it")
        return self


class Development(Part):
    """A dated step of a status entry (schema.org Event.eventStatus)."""

    date: PartialDate
    until: PartialDate | None = Field(None, description="The last day, where the step took longer than one date.")
    text: Paragraph
    sources: tuple[SourceId, ...] = Field((), description="Ids of the entry's sources.")


class Estimate(Part):
    """One figure by one counter (schema.org Observation). Either `value`, or `low` and `high`."""

    counter: Line = Field(description="Who counted.")
    quantity: Line = Field(description="What was counted, in words: 'killed', 'confirmed by name', 'share of GDP'.")
    value: float | None = None
    low: float | None = None
    high: float | None = None
    qualifier: Qualifier | None = Field(None, description="How the counter qualifies the value.")
    unit: Line = Field(description="In what: 'people', 'EUR billion', '% of GDP'.")
    as_of: PartialDate | None = Field(None, description="The date to which the figure refers.")
    published: PartialDate | None = Field(None, description="When it became known; `as_of` where absent.")
    method: Line | None = Field(None, description="How it was counted.")
    sources: tuple[SourceId, ...] = Field((), description="Ids of the entry's sources.")

    @model_validator(mode="after")
    def _one_figure(self) -> Estimate:
        ranged = self.low is not None or self.high is not None
        if (self.value is not None) == ranged:
            raise ValueError("needs either a value, or low and high")
        if ranged and (self.low is None or self.high is None or self.low > self.high):
            raise ValueError("needs both low and high, the lower first")
        return self


class Entry(Part):
    """One narrow subject that curators keep (schema.org CreativeWork)."""

    id: EntryId
    kind: Kind
    title: Line
    language: LanguageTag = "en"
    topics: tuple[Line, ...] = Field((), description="Words by which curators find it again.")
    text: Paragraph = Field(description="What the reader sees: neutral, dated, attributed.")
    as_of: PartialDate = Field(description="The date to which the text holds.")
    about: tuple[Line, ...] = Field(
        (), description="Proper names or terms, each of which a page must contain to be about this entry."
    )
    aliases: dict[Line, tuple[Line, ...]] = Field(
        default_factory=dict, description="Other spellings of an `about` term, beyond those that Sidelight knows."
    )
    claims: tuple[Line, ...] = Field((), description="Full statements, as articles make them, that this entry answers.")
    exclusions: tuple[Line, ...] = Field((), description="Statements that look like a claim of this entry and are not.")
    developments: tuple[Development, ...] = ()
    estimates: tuple[Estimate, ...] = ()
    sources: tuple[Source, ...] = ()
    reviewed: PartialDate = Field(description="When a curator last compared the entry with its sources.")
    review_by: PartialDate = Field(description="When that is due again.")
