from __future__ import annotations

import pytest
from click.testing import CliRunner, Result
from tests.support import make_entry

from sidelight.app import Shelf
from sidelight.cli import main
from sidelight.feedback.report import Report
from sidelight.settings import Settings


@pytest.fixture
def run(shelf: Shelf, settings: Settings, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SIDELIGHT_DATA_DIR", str(settings.data_dir))
    if settings.database_url:
        monkeypatch.setenv("SIDELIGHT_DATABASE_URL", settings.database_url.get_secret_value())
    monkeypatch.setattr("sidelight.commands.reports.console.width", 160)

    def invoke(*arguments: str) -> Result:
        result = CliRunner().invoke(main, ["reports", *arguments])
        assert result.exit_code == 0, result.output
        return result

    return invoke


def test_a_curator_reads_and_counts_reports(run, shelf: Shelf) -> None:
    assert "No reports." in run("list").stdout
    assert "No reports." in run("counts").stdout
    shelf.workflow.publish([make_entry("one-entry"), make_entry("two-entry")], "anna")
    for entry, words in (("one-entry", "First [red]words[/red].\x1b[2J"), ("two-entry", None)):
        claim = f"A statement that {entry} answers."
        shelf.reports.add(Report(entry, 1, "propose-read", "2", claim, 0.75, "wrong-place", words, "A sentence."))
    shown = run("list").stdout
    assert shown.index("two-entry") < shown.index("one-entry")
    assert "“First [red]words[/red]. [2J”" in shown
    assert "\x1b" not in shown
    assert "75% by propose-read/2" in shown
    assert "two-entry" not in run("list", "--entry", "one-entry").stdout
    assert "one-entry" not in run("list", "--most", "1").stdout
    assert [line.split()[1::2] for line in run("counts").stdout.splitlines() if "-entry" in line] == [
        ["one-entry", "wrong-place", "1"],
        ["two-entry", "wrong-place", "1"],
    ]
