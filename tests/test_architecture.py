"""The arrows of the design point down only; import-linter reads them from pyproject.toml."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
LONGEST_FILE = 400


def lint_imports(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"]
    return subprocess.run([*command, *arguments], cwd=cwd, capture_output=True, text=True, check=False)


def test_no_arrow_points_up() -> None:
    result = lint_imports()
    assert result.returncode == 0, result.stdout


def test_an_arrow_that_points_up_is_seen(tmp_path: Path) -> None:
    package = tmp_path / "sidelight"
    for name in (
        "",
        "errors",
        "settings",
        "matching",
        "library",
        "reading",
        "notes",
        "feedback",
        "api",
        "app",
        "cli",
        "commands",
        "operations",
    ):
        (package / name).mkdir(parents=True, exist_ok=True)
        (package / name / "__init__.py").touch()
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    (package / "reading" / "__init__.py").write_text("import sidelight.notes\n")
    code = "import sys; sys.path.insert(0, '.'); from importlinter.cli import lint_imports_command as run; run()"
    result = subprocess.run(
        [sys.executable, "-c", code, "--no-cache", "--contract", "arrows"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1, result.stdout + result.stderr
    assert "sidelight.reading is not allowed to import sidelight.notes" in result.stdout


def test_files_stay_small_enough_to_read() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for folder in ("server", "tests", "extension/src")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in (".py", ".ts", ".css", ".html")
        and "built" not in path.parts
        and "generated" not in path.parts
        and "fixtures" not in path.parts
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    }
    assert long == {}
