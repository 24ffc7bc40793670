"""Entries as YAML files, one an entry: the form in which libraries are kept, exchanged and reviewed.

YAML 1.2 as ruamel.yaml reads it, so that `no` stays a word. Writing and reading again gives an equal entry.
"""

from __future__ import annotations

import difflib
import io
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.scalarstring import FoldedScalarString

from sidelight.errors import InvalidEntryFile
from sidelight.library.entry import Development, Entry, Estimate, Source

WIDTH = 120
FOLD_OVER = 90
_PARTS: dict[str, type[BaseModel]] = {"developments": Development, "estimates": Estimate, "sources": Source}


def read_entry(text: str, name: str) -> Entry:
    """The entry that `text` holds; `name` is the file's, for messages.

    Raises InvalidEntryFile, with a line for each thing that is wrong.
    """
    try:
        data = YAML(typ="safe", pure=True).load(text)
    except MarkedYAMLError as error:
        line = f", line {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise InvalidEntryFile(f"{name}{line}: not valid YAML: {error.problem}") from None
    except YAMLError as error:
        raise InvalidEntryFile(f"{name}: not valid YAML: {str(error).splitlines()[0]}") from None
    except RecursionError:
        raise InvalidEntryFile(f"{name}: is nested too deeply to be an entry") from None
    except ValueError as error:
        # ruamel.yaml builds dates while it reads, so an impossible one ends here.
        raise InvalidEntryFile(f"{name}: holds a date that is not in the calendar ({error})") from None
    if not isinstance(data, dict):
        raise InvalidEntryFile(f"{name}: must hold one entry, as keys and values")
    try:
        return Entry.model_validate(data)
    except ValidationError as error:
        raise InvalidEntryFile("\n".join(f"{name}: {line}" for line in _in_words(error))) from None


def write_entry(entry: Entry) -> str:
    """The entry as YAML; keys that say nothing are left out."""
    yaml = YAML()
    yaml.width = WIDTH
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.allow_unicode = True
    stream = io.StringIO()
    said = entry.model_dump(mode="json", exclude_defaults=True) | {"language": entry.language}
    yaml.dump(_readable({key: said[key] for key in Entry.model_fields if key in said}), stream)
    return stream.getvalue()


def read_entries(paths: Iterable[Path]) -> list[Entry]:
    """The entries of files and folders (`*.yaml`, `*.yml`, sorted by name, one level deep).

    Raises InvalidEntryFile that names every bad file, not only the first.
    """
    entries: list[Entry] = []
    wrong: list[str] = []
    for path in _entry_files(paths):
        try:
            entry = read_entry(path.read_text(encoding="utf-8"), path.name)
        except UnicodeDecodeError:
            wrong.append(f"{path.name}: is not text in UTF-8")
        except OSError as error:
            wrong.append(f"{path}: {error.strerror}")
        except InvalidEntryFile as error:
            wrong.append(str(error))
        else:
            entries.append(entry)
    if wrong:
        raise InvalidEntryFile("\n".join(wrong))
    return entries


def write_entries(entries: Iterable[Entry], folder: Path) -> list[Path]:
    """Writes `<id>.yaml` for each entry; a file is replaced whole or not at all. Raises InvalidEntryFile."""
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for entry in entries:
            written.append(_replace(folder / f"{entry.id}.yaml", write_entry(entry)))
    except OSError as error:
        raise InvalidEntryFile(f"{folder}: cannot be written: {error.strerror}") from None
    return written


def _replace(path: Path, text: str) -> Path:
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, suffix=".part", delete=False) as part:
        part.write(text)
    Path(part.name).chmod(0o644)
    return Path(part.name).replace(path)


def _entry_files(paths: Iterable[Path]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(file for file in path.iterdir() if file.suffix in (".yaml", ".yml"))
            if not inside:
                raise InvalidEntryFile(f"{path}: holds no .yaml file")
            files.extend(inside)
        elif path.exists():
            files.append(path)
        else:
            raise InvalidEntryFile(f"{path}: there is no such file or folder")
    return files


def _readable(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _readable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_readable(item) for item in value]
    if isinstance(value, str) and len(value) > FOLD_OVER and value.isprintable():
        return FoldedScalarString(value)
    return value


def _in_words(error: ValidationError) -> list[str]:
    lines = []
    for item in error.errors(include_input=False, include_url=False):
        where = _path(item["loc"])
        if item["type"] == "extra_forbidden":
            lines.append(f"{where}: there is no such key{_meant(item['loc'])}")
        elif item["type"] == "missing":
            lines.append(f"{where}: is missing")
        else:
            lines.append(f"{where or 'entry'}: {item['msg'].removeprefix('Value error, ')}")
    return lines


def _path(location: tuple[int | str, ...]) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location).removeprefix(".")


def _meant(location: tuple[int | str, ...]) -> str:
    model = _PARTS.get(str(location[0]), Entry) if len(location) > 1 else Entry
    near = difflib.get_close_matches(str(location[-1]), model.model_fields, n=1)
    return f"; did you mean '{near[0]}'?" if near else ""
