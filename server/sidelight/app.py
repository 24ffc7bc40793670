"""Where the parts meet: settings in, a running Sidelight out. Nothing imports this but the entry points."""

from __future__ import annotations

from collections.abc import Sequence
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
from sidelight.library.catalog import Catalog
from sidelight.library.entry import Entry
from sidelight.library.starter import starter_entries
from sidelight.library.storage import Database
from sidelight.library.workflow import Publication, Workflow, update_from_starter
from sidelight.matching.articles import AnnotatedPage, Placement, judge_placements, place
from sidelight.matching.corpus import Domain
from sidelight.matching.encoder import Encoder, RememberingEncoder
from sidelight.matching.evaluation import calibrated_judge, cosine_judge, evaluate_corpus
from sidelight.matching.index import build_index
from sidelight.matching.matcher import Matcher
from sidelight.matching.report import EvaluationReport
from sidelight.matching.verify import Calibration, read_calibration, shipped_calibration
from sidelight.notes.annotate import Annotator
from sidelight.notes.caches import Cache, CachedEncoder, NotesCache
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
    return Shelf(database, cache, Catalog(database), Workflow(database, lambda revision: announce(cache, revision)))


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
    """Loads the model and the library. Takes seconds; do it after a fork, never before."""
    model = Encoder(settings.model, settings.encoder_queue)
    encoder = CachedEncoder(model, shelf.cache, settings.cache_key, settings.embedding_ttl_days)
    matcher = matcher_for(model.name, settings)
    editions = Editions(shelf.catalog, encoder)
    notes_cache = NotesCache(shelf.cache, settings.notes_ttl_hours)
    annotator = Annotator(editions, encoder, matcher, notes_cache, settings.cache_key)
    return Parts(shelf, editions, matcher, annotator, model)


def matcher_for(model: str, settings: Settings) -> Matcher:
    """The matcher that the settings ask for, with the model's calibration."""
    calibration = calibration_for(model, settings)
    threshold = calibration.threshold if settings.threshold is None else settings.threshold
    return Matcher(calibration, threshold, settings.max_notes)


def evaluate(
    settings: Settings, domains: Sequence[Domain], pages: Sequence[AnnotatedPage], entries: Sequence[Entry]
) -> EvaluationReport:
    """Judges the matcher of the settings on a corpus and on pages; either may be empty.

    The entries are the library for the pages; a domain of a corpus brings its own.
    """
    encoder = RememberingEncoder(Encoder(settings.model, settings.encoder_queue))
    matcher = matcher_for(encoder.name, settings)
    corpus = baseline = None
    if domains:
        corpus = evaluate_corpus(domains, calibrated_judge(encoder, matcher.calibration), matcher.threshold)
        baseline = evaluate_corpus(domains, cosine_judge(encoder), matcher.threshold)
    placements: list[Placement] = []
    if pages:
        index = build_index(0, entries, encoder.encode)
        placements = place(track(pages, "Reading pages", console=Console(stderr=True)), index, matcher, encoder)
    figures = judge_placements(pages, placements) if pages else None
    return EvaluationReport(matcher.name, corpus, baseline, figures, tuple(placements))


def warm_up(parts: Parts) -> None:
    """Makes the libraries of reading and encoding load their tables now, and not at the first reader's page."""
    page = Page("", "en", None, (Block("paragraph", "The first reader should not wait. Neither should the second."),))
    parts.annotator.work(page, parts.editions.current)


def calibration_for(model: str, settings: Settings) -> Calibration:
    """The calibration of a model: one made here by `sidelight calibrate`, else the shipped one.

    Raises InvalidSettings where neither is for this model and no threshold is set.
    """
    own = settings.data_dir / "calibration.json"
    candidates = [shipped_calibration()]
    if own.is_file():
        candidates.insert(0, read_calibration(own))
    for calibration in candidates:
        if calibration.model == model:
            return calibration
    if settings.threshold is None:
        raise InvalidSettings(
            f"Nothing was evaluated for the model '{model}': run `sidelight calibrate`, or set SIDELIGHT_THRESHOLD."
        )
    return shipped_calibration()


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
    app.register_blueprint(readers_api(ReaderServices(parts.annotator, parts.editions, parts.matcher), settings))
    app.register_blueprint(health_api(checks))
    app.register_blueprint(reading_page())
    return app
