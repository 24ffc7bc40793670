"""Every setting once: its name, default, meaning and bounds.

A setting `port` is read from the environment variable SIDELIGHT_PORT. `sidelight settings` prints this list, and a test
fails when server/README.md omits one.
"""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path
from typing import Annotated, Literal

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from sidelight.errors import InvalidSettings

PREFIX = "SIDELIGHT_"
SHIPPED_MODEL = "all-MiniLM-L6-v2"


class Settings(BaseSettings):
    """The settings of one process. Make them with `load_settings`, which words what is wrong."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid", hide_input_in_errors=True)

    data_dir: Path = Field(
        default_factory=lambda: user_data_path("sidelight", appauthor=False),
        description="Folder for the embedded database, the embedded Redis and the generated secret.",
    )
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8470, ge=1, le=65535, description="Port to listen on.")
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = Field(
        ("127.0.0.1", "localhost", "[::1]"),
        description="Host names, separated by commas, under which the server answers (a guard against DNS rebinding).",
    )
    workers: int = Field(1, ge=1, le=64, description="Server processes; each holds the model.")
    threads: int = Field(16, ge=2, le=256, description="Requests that one process serves at a time.")
    redis_url: str | None = Field(
        None, description="Redis to use, as redis://, rediss:// or unix://. Without it a private one is started."
    )
    redis_memory_mb: int = Field(256, ge=8, le=1_000_000, description="Memory ceiling of the private Redis, in MiB.")
    database_url: SecretStr | None = Field(
        None,
        description="Database to use, as postgresql://user:password@host/name. Without it SQLite in the data folder.",
    )
    secret_key: SecretStr | None = Field(
        None,
        min_length=32,
        description="Key of the digests in Redis, at least 32 characters; servers that share a Redis share it."
        " Without it a random one is made and kept in the data folder.",
    )
    pairing_token: SecretStr | None = Field(
        None,
        min_length=16,
        description="Token, at least 16 characters, that makes the server private: it answers only extensions that were"
        " given it.",
    )
    model: str = Field(
        SHIPPED_MODEL,
        min_length=1,
        description="Sentence-transformers model: the name of the shipped one, another name, or a folder.",
    )
    verifier: str | None = Field(
        None,
        min_length=1,
        description="Verifier to use instead of the shipped one: a cross-encoder by name or folder, or the http(s)"
        " address of a chat-completions endpoint. Needs `sidelight calibrate`.",
    )
    verifier_model: str = Field(
        "default", min_length=1, description="Name of the model that a chat-completions endpoint is asked for."
    )
    verifier_token: SecretStr | None = Field(
        None, min_length=1, description="Bearer token that a chat-completions endpoint asks for."
    )
    threshold: float | None = Field(
        None,
        ge=0,
        le=1,
        description="Least probability of a note that is shown. Without it the one that was evaluated for the models.",
    )
    encoder_queue: int = Field(
        8,
        ge=1,
        le=255,
        description="Pages that may wait for a process's encoder before the answer is 503; fewer than its threads.",
    )
    max_body_bytes: int = Field(2_000_000, ge=1_000, le=100_000_000, description="Largest request body, in bytes.")
    max_blocks: int = Field(3_000, ge=1, le=100_000, description="Most blocks on a page.")
    max_characters: int = Field(200_000, ge=100, le=10_000_000, description="Most characters of text on a page.")
    max_notes: int = Field(12, ge=1, le=100, description="Most notes on a page; the surest are shown.")
    embedding_ttl_days: int = Field(30, ge=1, le=3650, description="How long an embedding stays in Redis, in days.")
    notes_ttl_hours: int = Field(24, ge=1, le=8760, description="How long the notes of a page stay in Redis, in hours.")
    reports_per_minute: int = Field(
        60, ge=1, le=1_000_000, description="Most reports that are taken in a minute, from all readers together."
    )
    report_words_days: int = Field(
        30,
        ge=1,
        le=3650,
        description="How long the words and the sentence of a report are kept, in days; the rest of it stays.",
    )
    poll_seconds: float = Field(
        5, ge=0.1, le=3600, description="How often a process looks for a new revision if no message came, in seconds."
    )
    starter_library: bool = Field(
        True, description="Publish the entries that come with Sidelight, and their updates, at the start."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="Least level that is logged.")

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(name.strip().lower() for name in value.split(",") if name.strip())
        return value

    @field_validator("pairing_token")
    @classmethod
    def _fits_a_header(cls, value: SecretStr | None) -> SecretStr | None:
        # RFC 6750, 2.1: what may stand after the word Bearer.
        if value is not None and not re.fullmatch(r"[A-Za-z0-9._~+/-]+=*", value.get_secret_value()):
            raise ValueError("may hold only letters and digits without accents, and - . _ ~ + /")
        return value

    @field_validator("redis_url")
    @classmethod
    def _redis_scheme(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("redis://", "rediss://", "unix://")):
            raise ValueError("must begin with redis://, rediss:// or unix://")
        return value

    @model_validator(mode="after")
    def _threads_are_left(self) -> Settings:
        if self.encoder_queue >= self.threads:
            raise ValueError(
                f"{PREFIX}ENCODER_QUEUE must be less than {PREFIX}THREADS, or waiting pages leave no thread to answer"
            )
        return self

    def make_data_dir(self) -> Path:
        """The data folder, made where it was not there. Raises InvalidSettings where it cannot be."""
        try:
            self.data_dir.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise InvalidSettings(f"{PREFIX}DATA_DIR: {self.data_dir} cannot be used: {error.strerror}") from None
        return self.data_dir

    @property
    def cache_key(self) -> bytes:
        """The key of the digests in Redis; made and kept (readable by its owner only) where no setting gives it."""
        if self.secret_key is not None:
            return self.secret_key.get_secret_value().encode()
        path = self.make_data_dir() / "secret.key"
        try:
            with open(path, "x", opener=_private, encoding="ascii") as file:
                file.write(secrets.token_hex(32))
        except FileExistsError:
            pass
        return path.read_text(encoding="ascii").encode()


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def load_settings(**given: object) -> Settings:
    """Settings from the environment, with `given` ones before them.

    Raises InvalidSettings with a line for each setting that is wrong.
    """
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        lines = []
        for item in error.errors(include_input=False):
            name = ".".join(str(part) for part in item["loc"]).upper()
            message = item["msg"].removeprefix("Value error, ")
            lines.append(f"{PREFIX}{name}: {message}" if name else message)
        raise InvalidSettings("\n".join(lines)) from None
