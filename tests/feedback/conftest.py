"""Reports are kept where the library is, so their tests run on both databases too."""

from __future__ import annotations

from tests.library.conftest import postgresql, settings

__all__ = ["postgresql", "settings"]
