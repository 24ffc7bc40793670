"""Redis is killed for real, in mid-request and before it; answers still come."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

import psutil
from tests.support import make_entry, make_page

from sidelight.app import Parts, Shelf, assemble
from sidelight.notes.note import NotesAnswer
from sidelight.operations.embedded_redis import EmbeddedRedis
from sidelight.settings import Settings

SENTENCES = [f"Statement number {number} concerns the war in Ukraine and what Kyiv said." for number in range(60)]


def test_killed_in_mid_request_the_answer_still_comes_and_is_the_same(
    shelf: Shelf, settings: Settings, private_redis: EmbeddedRedis
) -> None:
    claim = "Kyiv put off the peace conference that it had planned for November."
    shelf.workflow.publish([make_entry(claims=[claim])], "anna")
    parts = assemble(shelf, settings)
    page = make_page(*SENTENCES, claim, title="Ukraine")
    answers: list[NotesAnswer] = []
    asking = threading.Thread(target=lambda: answers.append(parts.annotator.annotate(page)))
    asking.start()
    os.kill(_pid(settings), signal.SIGKILL)
    asking.join(60)
    (without,) = answers
    assert [note.entry for note in without.notes] == ["test-entry"]
    private_redis.stop()
    private_redis.start()
    assert parts.annotator.annotate(page) == without


def test_back_again_it_is_used_again(shelf: Shelf, settings: Settings, private_redis: EmbeddedRedis) -> None:
    shelf.workflow.publish([make_entry()], "anna")
    parts = assemble(shelf, settings)
    private_redis.stop()
    parts.annotator.annotate(make_page(*SENTENCES[:3]))
    private_redis.start()
    shelf.cache._rest_until = 0.0
    parts.annotator.annotate(make_page(*SENTENCES[:3]))
    keys = shelf.cache.attempt(lambda client: client.keys("sidelight:notes:*"), [])
    assert len(keys) == 1


def test_a_page_that_was_cached_is_composed_anew_for_its_own_quotes(sidelight: Parts) -> None:
    page = make_page("Kyiv put off the follow-up peace conference that it had planned for November.", title="Kyiv")
    first, second = sidelight.annotator.annotate(page), sidelight.annotator.annotate(page)
    assert first == second
    assert first.notes


def _pid(settings: Settings) -> int:
    socket = str(Path((settings.redis_url or "").removeprefix("unix://")))
    (process,) = [
        process
        for process in psutil.process_iter(["name", "cmdline"])
        if process.info["name"] == "redis-server" and socket in " ".join(process.info["cmdline"] or [])
    ]
    return process.pid
