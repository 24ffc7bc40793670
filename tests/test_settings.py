from __future__ import annotations

import stat
from pathlib import Path

import pytest

from sidelight.errors import InvalidSettings
from sidelight.settings import PREFIX, Settings, load_settings

README = (Path(__file__).parent.parent / "server" / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", Settings.model_fields)
def test_the_readme_documents_each_setting(name: str) -> None:
    field = Settings.model_fields[name]
    assert f"`{PREFIX}{name.upper()}`" in README
    assert field.description
    assert field.description in README


def test_the_readme_documents_no_other_setting() -> None:
    import re

    named = set(re.findall(rf"\b{PREFIX}[A-Z_]+\b", README))
    assert named - {f"{PREFIX}{name.upper()}" for name in Settings.model_fields} == set()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "http"),
        ("REDIS_URL", "memcached://x"),
        ("THRESHOLD", "1.5"),
        ("SECRET_KEY", "short"),
        ("PAIRING_TOKEN", "fifteen-letters"),
        ("PAIRING_TOKEN", "a token with spaces in it"),
        ("PAIRING_TOKEN", "a-tökeñ-with-accents"),
        ("REPORTS_PER_MINUTE", "0"),
        ("REPORT_WORDS_DAYS", "0"),
        ("LOG_LEVEL", "loud"),
        ("MODEL", ""),
        ("ENCODER_QUEUE", "16"),
    ],
)
def test_a_wrong_value_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"{PREFIX}{name}", value)
    with pytest.raises(InvalidSettings, match=rf"^{PREFIX}{name}\b"):
        load_settings()


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(InvalidSettings, match=r"SIDELIGHT_DATA_DIR: .*taken cannot be used"):
        Settings(data_dir=tmp_path / "taken").make_data_dir()


def test_a_secret_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{PREFIX}DATABASE_URL", "postgresql://anna:geheim@db/sidelight")
    monkeypatch.setenv(f"{PREFIX}PAIRING_TOKEN", "geheim-geheim-geheim")
    assert "geheim" not in repr(load_settings())
    monkeypatch.setenv(f"{PREFIX}PAIRING_TOKEN", "geheim geheim geheim")
    with pytest.raises(InvalidSettings) as refused:
        load_settings()
    assert "geheim" not in str(refused.value)


def test_the_key_is_random_private_and_kept(tmp_path: Path) -> None:
    one, two = Settings(data_dir=tmp_path / "one"), Settings(data_dir=tmp_path / "two")
    assert one.cache_key == one.cache_key
    assert one.cache_key != two.cache_key
    assert len(one.cache_key) == 64
    assert stat.S_IMODE((tmp_path / "one" / "secret.key").stat().st_mode) == 0o600


def test_host_names_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{PREFIX}ALLOWED_HOSTS", "Sidelight.example.org, 127.0.0.1")
    assert load_settings().allowed_hosts == ("sidelight.example.org", "127.0.0.1")
