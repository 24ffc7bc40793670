/** The messages of the readers' API as this side holds them: generated from the server's schemas, and never changed. */

import type * as generated from "./generated/messages";

type Immutable<T> = T extends readonly (infer Item)[]
  ? readonly Immutable<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Immutable<T[Key]> }
    : T;

export type NotesRequest = Immutable<generated.NotesRequest>;
export type NotesAnswer = Immutable<generated.NotesAnswer>;
export type RevisionAnswer = Immutable<generated.RevisionAnswer>;
export type ReportMessage = Immutable<generated.ReportMessage>;
export type Note = Immutable<generated.Note>;
export type NoteDevelopment = Immutable<generated.NoteDevelopment>;
export type NoteEstimate = Immutable<generated.NoteEstimate>;
export type NoteSource = Immutable<generated.NoteSource>;
export type TextQuoteSelector = Immutable<generated.TextQuoteSelector>;
export type BlockKind = NonNullable<generated.BlockMessage["kind"]>;
export type Kind = generated.Note["kind"];
export type Stance = generated.NoteSource["stance"];
