from __future__ import annotations

import json
import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sidelight.cli import main
from sidelight.library.files import write_entries
from tests.support import make_entry

SAMPLES = Path(__file__).parent.parent / "server" / "sidelight" / "api" / "samples"
ARTICLES = Path(__file__).parent / "articles"


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cli")


@pytest.fixture
def run(data_dir: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SIDELIGHT_DATA_DIR", str(data_dir))
    return lambda *arguments, input=None: CliRunner().invoke(main, [str(a) for a in arguments], input=input)


def test_an_article_gets_its_notes_at_the_right_sentences(run) -> None:
    answer = json.loads(run("annotate", ARTICLES / "summit-and-losses.html", "--json").stdout)
    placed = {note["entry"]: note["sentence"] for note in answer["notes"]}
    assert "second peace summit" in placed["peace-summit-ukraine-status"]
    assert "postponed" in placed["peace-summit-ukraine-status"]
    assert "civilians" in placed["casualties-civilian-ukraine"]
    assert answer["published"] == "2024-10-12"


def test_a_football_report_gets_none(run) -> None:
    answer = json.loads(run("annotate", SAMPLES / "football.html", "--json").stdout)
    assert answer["sentences"] > 20
    assert answer["notes"] == []


def test_people_get_words_and_standard_input_is_read(run) -> None:
    text = "Kyiv put off the follow-up peace conference that it had planned for November."
    shown = run("annotate", "-", "--published", "2024-10-12", input=text).stdout
    assert "status: Summit on Peace in Ukraine" in shown
    assert "When this was published (2024-10-08)" in shown


def test_an_address_is_fetched(run) -> None:
    handler = partial(SimpleHTTPRequestHandler, directory=str(ARTICLES))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        answer = json.loads(run("annotate", f"{address}/summit-and-losses.html", "--json").stdout)
        assert "peace-summit-ukraine-status" in {note["entry"] for note in answer["notes"]}
        refused(run("annotate", f"{address}/absent.html"), "the server answered 404")
        server.shutdown()


def test_a_page_over_the_limit_is_refused_here_too(run, tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text("Kyiv said so. " * 22_000)
    refused(run("annotate", tmp_path / "long.txt"), "at most 200000 are read")


def test_it_explains_every_sentence(run) -> None:
    shown = run("explain", ARTICLES / "summit-and-losses.html").stdout
    assert "shown" in shown
    assert "silent" in shown
    assert "no entry is near" in shown
    assert "context only" in shown


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"\xff\xfe\x00\x01\x80", "neither HTML nor text"),
        (b"text with\x00a zero byte", "is a binary file"),
        (b"<html><body></body></html>", "No article"),
    ],
)
def test_what_is_no_page_gets_one_sentence(run, tmp_path: Path, content: bytes, sentence: str) -> None:
    file = tmp_path / "page"
    file.write_bytes(content)
    refused(run("annotate", file), sentence)


def test_what_cannot_be_read_gets_one_sentence(run, tmp_path: Path) -> None:
    refused(run("annotate", tmp_path / "absent.html"), "No such file")
    refused(run("annotate", "http://127.0.0.1:9/page"), "could not be fetched")
    refused(run("library", "history", "no-such-entry"), "was never published")
    refused(run("annotate", SAMPLES / "football.html", "--published", "2999-01-01"), "lies in the future")


def test_a_curator_adds_changes_and_retires_an_entry(run, tmp_path: Path) -> None:
    (file,) = write_entries([make_entry("my-entry")], tmp_path)
    assert run("library", "check", tmp_path).stdout == "1 entries, no problem.\n"
    assert "1 saved as drafts" in run("library", "import", file).stdout
    assert "in review" in run("library", "submit", "my-entry").stdout
    assert "is published" in run("library", "publish", "my-entry").stdout
    write_entries([make_entry("my-entry", title="A better title")], tmp_path)
    assert "1 published, 0 unchanged" in run("library", "import", file, "--publish").stdout
    assert "A better title" in run("library", "diff", "my-entry", "1", "2").stdout
    assert "Title of my-entry" in run("library", "show", "my-entry", "--revision", "1").stdout
    assert run("library", "export", tmp_path / "out").exit_code == 0
    assert (tmp_path / "out" / "my-entry.yaml").read_text() == file.read_text()
    assert "is retired" in run("library", "retire", "my-entry").stdout
    assert "retired" in run("library", "history", "my-entry").stdout
    assert "my-entry" in run("library", "list").stdout
    refused(run("library", "show", "my-entry"), "no published entry 'my-entry'")


def test_an_import_is_all_or_nothing(run, tmp_path: Path) -> None:
    write_entries([make_entry("good-entry"), make_entry("odd-entry", sources=[])], tmp_path)
    refused(run("library", "import", tmp_path, "--publish"), "odd-entry: sources: needs at least one source")
    refused(run("library", "show", "good-entry"), "no published entry")
    typo = tmp_path / "typo.yaml"
    shutil.copy(tmp_path / "good-entry.yaml", typo)
    typo.write_text(typo.read_text().replace("title:", "titel:"))
    refused(run("library", "import", tmp_path), "typo.yaml: titel: there is no such key; did you mean 'title'?")
    assert run("library", "check", tmp_path / "odd-entry.yaml").exit_code == 1


def test_every_command_helps(run) -> None:
    for command in ([], ["library"], *([name] for name in main.commands)):
        shown = run(*command, "--help")
        assert shown.exit_code == 0
        assert "Usage:" in shown.stdout


def test_the_settings_are_listed(run) -> None:
    assert "SIDELIGHT_PORT" in run("settings").stdout


def refused(result: Result, sentence: str) -> None:
    assert result.exit_code == 2, result.output
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr
