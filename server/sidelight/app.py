"""Where the parts meet: settings in, a running Sidelight out. Nothing imports this but the entry points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from rich.console import Console
from rich.progress import track

from sidelight.api.gate import register_gate
from sidelight.api.health import health_api
from sidelight.api.problems import register_problems
from sidelight.api.readers import ReaderServices, readers_api
from sidelight.api.reading_page import reading_page
from sidelight.errors import InvalidSettings
from sidelight.feedback.limit import MinuteLimit
from sidelight.feedback.reports import Reports
from sidelight.library.catalog import Catalog
from sidelight.library.entry import Entry
from sidelight.library.starter import starter_entries
from sidelight.library.storage import Database
from sidelight.library.workflow import Publication, Workflow, update_from_starter
from sidelight.matching.anchor import Anchor, judge_anchor
from sidelight.matching.articles import AnnotatedPage, judge_placements, place
from sidelight.matching.calibration import CalibrationReport, fit_calibration, gather, judge_of_unseen, place_unseen
from sidelight.matching.corpus import Domain
from sidelight.matching.encoder import Encoder, RememberingEncoder
from sidelight.matching.evaluation import cosine_judge, evaluate_corpus, verified_judge
from sidelight.matching.index import build_index
from sidelight.matching.matcher import Matcher
from sidelight.matching.pairs import Reads, RememberingReader
from sidelight.matching.report import EvaluationReport
from sidelight.matching.verify import Calibration, Verifier, read_calibration, shipped_calibration
from sidelight.notes.annotate import Annotator
from sidelight.notes.caches import AnswersCache, Cache, CachedEncoder, CachedReader, NotesCache
from sidelight.notes.editions import Editions, EditionWatcher, announce
from sidelight.operations.embedded_redis import answers, redis_url, socket_path
from sidelight.operations.health import HealthChecks
from sidelight.operations.logs import configure_logs
from sidelight.reading.page import Block, Page
from sidelight.settings import Settings


@dataclass(frozen=True, slots=True)
class Shelf:
    """The library without the model: what the curators' commands need."""

    database: Database
    cache: Cache
    catalog: Catalog
    workflow: Workflow
    reports: Reports

    def close(self) -> None:
        self.cache.close()
        self.database.close()


@dataclass(frozen=True, slots=True)
class Parts:
    """A whole Sidelight without its web face."""

    shelf: Shelf
    editions: Editions
    matcher: Matcher
    annotator: Annotator
    encoder: Encoder


def open_shelf(settings: Settings) -> Shelf:
    """Opens the database, with its tables brought up to date, and the Redis that is there."""
    settings.make_data_dir()
    database = Database(database_url(settings))
    database.migrate()
    cache = Cache.connect(settings.redis_url or running_redis(settings.data_dir))
    workflow = Workflow(database, lambda revision: announce(cache, revision))
    reports = Reports(database, MinuteLimit(cache, settings.reports_per_minute), settings.report_words_days)
    return Shelf(database, cache, Catalog(database), workflow, reports)


def database_url(settings: Settings) -> str:
    if settings.database_url is not None:
        return settings.database_url.get_secret_value()
    return f"sqlite:///{settings.data_dir / 'sidelight.sqlite'}"


def running_redis(data_dir: Path) -> str | None:
    """The address of the private Redis of a data folder, if a server has started it."""
    socket = socket_path(data_dir)
    return redis_url(socket) if answers(socket) else None


def stock(shelf: Shelf, settings: Settings) -> Publication | None:
    """Publishes what is new in the starter library, unless the settings forbid it."""
    if not settings.starter_library:
        return None
    return update_from_starter(shelf.workflow, shelf.catalog, starter_entries())


def assemble(shelf: Shelf, settings: Settings) -> Parts:
    """Loads the models and the library. Takes seconds; do it after a fork, never before."""
    model = Encoder(settings.model, settings.encoder_queue)
    encoder = CachedEncoder(model, shelf.cache, settings.cache_key, settings.embedding_ttl_days)
    matcher = matcher_for(model.name, reader_for(settings, shelf.cache), settings)
    editions = Editions(shelf.catalog, encoder)
    notes_cache = NotesCache(shelf.cache, settings.notes_ttl_hours)
    annotator = Annotator(editions, encoder, matcher, notes_cache, settings.cache_key)
    return Parts(shelf, editions, matcher, annotator, model)


def matcher_for(model: str, reader: Reads, settings: Settings) -> Matcher:
    """The matcher that the settings ask for, with the calibration of both models."""
    calibration = calibration_for(model, reader.name, settings)
    if settings.threshold is not None:
        calibration = calibration.at(settings.threshold)
    return Matcher(Verifier(calibration, reader), settings.max_notes)


def reader_for(settings: Settings, cache: Cache) -> Reads:
    """The verifier that the settings ask for. Raises ModelUnusable."""
    # Imported late: they bring PyTorch, and the library's commands do not need it.
    from sidelight.matching.crossencoder import CrossEncoder
    from sidelight.matching.external import ChatVerifier, NamedCrossEncoder

    kept = AnswersCache(cache, settings.embedding_ttl_days)
    if settings.verifier is None:
        return CachedReader(CrossEncoder(), kept, settings.cache_key)
    if settings.verifier.startswith(("http://", "https://")):
        token = settings.verifier_token
        return ChatVerifier(
            settings.verifier,
            settings.verifier_model,
            AnswersCache(cache),
            settings.cache_key,
            token.get_secret_value() if token else None,
        )
    return CachedReader(NamedCrossEncoder(settings.verifier), kept, settings.cache_key)


@dataclass(frozen=True, slots=True)
class Material:
    """What the matcher is judged on; each part may be empty. The entries are the library for the pages; a domain of a
    corpus brings its own."""

    domains: Sequence[Domain] = ()
    pages: Sequence[AnnotatedPage] = ()
    entries: Sequence[Entry] = ()
    anchor: Anchor | None = None


def calibrate(
    settings: Settings, entries: Sequence[Entry], pages: Sequence[AnnotatedPage], domains: Sequence[Domain]
) -> CalibrationReport:
    """Fits a calibration to the models of the settings."""
    with models(settings) as (encoder, reader):
        return fit_calibration(encoder, reader, entries, pages, domains, settings.max_notes)


def evaluate(settings: Settings, material: Material, leave_one_domain_out: bool = False) -> EvaluationReport:
    """Judges the matcher of the settings.

    Where one domain is left out, the material itself is what is fitted to: each domain is judged, at the threshold of
    the settings, by a fit to everything else, and each page by a fit to the domains and other pages.
    """
    domains, pages = material.domains, material.pages
    with models(settings) as (encoder, reader):
        matcher = matcher_for(encoder.name, reader, settings)
        index = build_index(0, material.entries, encoder.encode)
        judge = verified_judge(encoder, matcher.verifier)
        if leave_one_domain_out:
            evidence = gather(encoder, reader, index, pages, domains)
            judge = judge_of_unseen(encoder, reader, evidence)
            placements = place_unseen(encoder, reader, index, evidence, matcher)
        else:
            placements = place(track(pages, "Placing notes", console=Console(stderr=True)), index, matcher, encoder)
        threshold = matcher.verifier.calibration.snippet.threshold
        corpus = evaluate_corpus(domains, judge, threshold) if domains else None
        baseline = evaluate_corpus(domains, cosine_judge(encoder), threshold) if domains else None
        anchor = judge_anchor(material.anchor, encoder, reader) if material.anchor else None
    figures = judge_placements(pages, placements) if pages else None
    return EvaluationReport(matcher.name, corpus, baseline, figures, tuple(placements), anchor)


@contextmanager
def models(settings: Settings) -> Iterator[tuple[RememberingEncoder, RememberingReader]]:
    """Both models of the settings, for work that sees the same texts again and again."""
    settings.make_data_dir()
    cache = Cache.connect(settings.redis_url or running_redis(settings.data_dir))
    try:
        yield (
            RememberingEncoder(Encoder(settings.model, settings.encoder_queue)),
            RememberingReader(reader_for(settings, cache)),
        )
    finally:
        cache.close()


def warm_up(parts: Parts) -> None:
    """Makes the libraries of reading and encoding load their tables now, and not at the first reader's page."""
    page = Page("", "en", None, (Block("paragraph", "The first reader should not wait. Neither should the second."),))
    parts.annotator.work(page, parts.editions.current)


def calibration_for(model: str, verifier: str, settings: Settings) -> Calibration:
    """The calibration of a pair of models: one made here by `sidelight calibrate`, else the shipped one.

    Raises InvalidSettings where neither is for these models.
    """
    own = settings.data_dir / "calibration.json"
    for calibration in (read_calibration(own) if own.is_file() else None, shipped_calibration()):
        if calibration is not None and (calibration.model, calibration.verifier) == (model, verifier):
            return calibration
    raise InvalidSettings(
        f"Nothing was evaluated for the model '{model}' with the verifier '{verifier}': run `sidelight calibrate`."
    )


def create_app(settings: Settings) -> Flask:
    """The WSGI application. The caller has prepared the database (`open_shelf`, `stock`) before."""
    configure_logs(settings.log_level)
    parts = assemble(open_shelf(settings), settings)
    warm_up(parts)
    EditionWatcher(parts.editions, parts.shelf.cache, settings.poll_seconds).start()
    return web(parts, settings)


def web(parts: Parts, settings: Settings) -> Flask:
    """The web face of assembled parts."""
    app = Flask("sidelight", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = settings.max_body_bytes
    register_problems(app)
    register_gate(app, settings)
    checks = HealthChecks(parts.editions, parts.shelf.catalog, parts.shelf.cache, parts.encoder.name)
    services = ReaderServices(parts.annotator, parts.editions, parts.matcher, parts.shelf.reports)
    app.register_blueprint(readers_api(services, settings))
    app.register_blueprint(health_api(checks))
    app.register_blueprint(reading_page())
    return app
