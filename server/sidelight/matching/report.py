"""The whole report of an evaluation: figures for programs and people, placements for judges, a picture for the eye."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sidelight.matching.anchor import AnchorFigures
from sidelight.matching.articles import PageFigures, Placement
from sidelight.matching.evaluation import CorpusFigures


@dataclass(frozen=True, slots=True)
class EvaluationReport:
    """What was judged. `baseline` is the plain cosine on the same corpus, in the same run."""

    matcher: str
    corpus: CorpusFigures | None
    baseline: CorpusFigures | None
    pages: PageFigures | None
    placements: tuple[Placement, ...]
    anchor: AnchorFigures | None = None

    def as_json(self) -> dict[str, Any]:
        """Plain values, under the names that are promised to programs."""
        data: dict[str, Any] = {"matcher": self.matcher}
        if self.corpus is not None:
            data |= asdict(self.corpus)
        if self.baseline is not None:
            data["baseline"] = asdict(self.baseline)
        if self.pages is not None:
            data["articles"] = {
                "count": self.pages.articles,
                "notes": self.pages.notes,
                "placement_precision": self.pages.placement_precision,
                "recall_high": self.pages.recall_high,
                "wrong_subject": self.pages.wrong_subject,
            }
            data["background"] = {
                "pages": self.pages.background_pages,
                "notes_per_100": self.pages.notes_per_100_background_pages,
            }
        if self.anchor is not None:
            data["checkthat"] = asdict(self.anchor)
        return data

    def write_placements(self, path: Path) -> None:
        """Every note that was shown, one JSON object a line, for people to judge."""
        lines = [
            json.dumps(
                {
                    "slug": placed.slug,
                    "sentence": placed.sentence,
                    "entry": placed.entry,
                    "probability": round(placed.probability, 4),
                    "reason": placed.claim,
                },
                ensure_ascii=False,
            )
            for placed in self.placements
        ]
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")

    def draw_reliability(self, path: Path) -> None:
        """A reliability diagram of the closed task, as PNG. Needs a corpus."""
        if self.corpus is None:
            raise ValueError("a reliability diagram needs a corpus")
        # Imported late: it takes a second, and only this picture needs it.
        from matplotlib.figure import Figure

        figure = Figure(figsize=(5, 5), layout="constrained")
        axes = figure.subplots()
        means, shares, counts = zip(*self.corpus.reliability, strict=True)
        axes.plot([0, 1], [0, 1], color="0.6", linestyle="--", label="perfect")
        axes.plot(means, shares, marker="o", color="#12587f", label="measured")
        for mean, share, count in zip(means, shares, counts, strict=True):
            axes.annotate(f"{count}", (mean, share), textcoords="offset points", xytext=(6, -10), fontsize=8)
        axes.set(
            xlim=(0, 1),
            ylim=(0, 1),
            aspect="equal",
            xlabel="probability that was given",
            ylabel="share that was right",
            title=f"Reliability, ECE {self.corpus.ece:.3f}",
        )
        axes.legend(loc="upper left")
        figure.savefig(path, format="png", dpi=150)
