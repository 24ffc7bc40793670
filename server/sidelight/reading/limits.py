"""What is read at most, by whichever way a page comes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sidelight.errors import InvalidRequest, TooLarge
from sidelight.reading.page import Page
from sidelight.settings import Settings


def check_page(page: Page, settings: Settings) -> None:
    """Raises TooLarge for a page over a limit, InvalidRequest for one without text or from the future."""
    if len(page.blocks) > settings.max_blocks:
        raise TooLarge(f"The page has {len(page.blocks)} blocks; at most {settings.max_blocks} are read.")
    characters = sum(len(block.text) for block in page.blocks)
    if characters > settings.max_characters:
        raise TooLarge(f"The page has {characters} characters; at most {settings.max_characters} are read.")
    if not any(block.text.strip() for block in page.blocks):
        raise InvalidRequest("The page holds no text; send at least one block with words in it.")
    # The reader's day may already have begun where the server's has not.
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    if page.published is not None and page.published > tomorrow:
        raise InvalidRequest(f"The page's date, {page.published}, lies in the future; give its own date, or none.")
