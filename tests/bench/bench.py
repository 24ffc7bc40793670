"""Speed as ratios against a named baseline of the same run: `make bench`.

The baseline is what anybody would write in an afternoon: sentence-transformers' `encode` of every sentence and
`util.semantic_search` against the claims, no context, no cache. Each figure is the median of several runs.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import track
from rich.table import Table
from sentence_transformers import SentenceTransformer, util

from sidelight.app import Parts, assemble, open_shelf, stock
from sidelight.matching.encoder import shipped_model_folder
from sidelight.matching.matcher import Matcher
from sidelight.matching.pairs import Pair
from sidelight.matching.verify import Verifier
from sidelight.operations.server import services
from sidelight.reading.fetch import read_page
from sidelight.reading.page import Block, Page
from sidelight.reading.reading import read_sentences
from sidelight.settings import Settings

RUNS = 7
COLD = "cold page (nothing known)"
SAMPLE = Path(__file__).parents[2] / "server" / "sidelight" / "api" / "samples" / "peace-summit.html"


def timed(action: Callable[[int], object], runs: int = RUNS, name: str = "") -> float:
    """Median seconds of one run; each run gets its number."""
    seconds = []
    for number in track(range(runs), name):
        start = time.perf_counter()
        action(number)
        seconds.append(time.perf_counter() - start)
    return median(seconds)


def unseen(page: Page, number: int) -> Page:
    """The page with words that no earlier run had, so that no cache helps."""
    return Page(
        page.title,
        page.language,
        page.published,
        tuple(Block(block.kind, block.text.replace(",", f", in week {number},")) for block in page.blocks),
    )


class Unread:
    """A verifier that reads nothing, to see what reading costs."""

    name = "unread"

    def read(self, pairs: Sequence[Pair]) -> NDArray[np.float32]:
        return np.zeros(len(pairs), dtype=np.float32)


def without_reading(parts: Parts) -> Callable[[Page], object]:
    """The work of a page, with everything but the verifier's reading."""
    verifier = Verifier(parts.matcher.verifier.calibration, Unread())
    matcher = Matcher(verifier, parts.matcher.max_notes)
    return lambda page: parts.annotator.work(page, parts.editions.current, matcher)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, services(Settings(data_dir=Path(folder))) as settings:
        shelf = open_shelf(settings)
        stock(shelf, settings)
        parts = assemble(shelf, settings)
        page = read_page(str(SAMPLE))
        sentences = [sentence.text for sentence in read_sentences(page)]
        claims = [claim for entry in parts.editions.current.index.entries for claim in entry.claims]
        plain = SentenceTransformer(str(shipped_model_folder()), device="cpu")
        vectors = plain.encode(claims, show_progress_bar=False, convert_to_tensor=True)

        def baseline(_: int) -> None:
            found = plain.encode(sentences, show_progress_bar=False, convert_to_tensor=True)
            util.semantic_search(found, vectors, top_k=3)

        parts.annotator.annotate(page)
        baseline(0)
        reference = timed(baseline, name="baseline")
        unread = without_reading(parts)
        cold_unread = timed(lambda n: unread(unseen(page, n + RUNS)), name="cold page without reading")
        figures = {
            "cold page without the verifier": cold_unread,
            COLD: timed(lambda n: parts.annotator.annotate(unseen(page, n)), name="cold page"),
            "warm embeddings (new revision or matcher)": timed(
                lambda _: parts.annotator.work(page, parts.editions.current), name="warm embeddings"
            ),
            "warm page (seen before)": timed(lambda _: parts.annotator.annotate(page), 50, name="warm page"),
        }
        shelf.close()
    table = Table("What", "Against baseline", "Here", title=f"{len(sentences)} sentences, {len(claims)} claims")
    table.add_row("baseline: encode + util.semantic_search", "1.00", f"{reference * 1000:.0f} ms")
    for name, seconds in figures.items():
        table.add_row(name, f"{seconds / reference:.2f}", f"{seconds * 1000:.1f} ms")
    added = figures[COLD] / cold_unread - 1
    table.add_row("verification adds to a cold page (at most 40 %)", f"{added:.0%}", "")
    Console().print(table)


if __name__ == "__main__":
    main()
