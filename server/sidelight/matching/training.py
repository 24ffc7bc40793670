"""Teaching the cross-encoder, from a folder of training material.

The material is a corpus (`entries.<domain>.jsonl`, `sentences.<domain>.jsonl`) and, beside it, annotated articles
(`articles.<domain>.jsonl`). Sentences teach what is asserted; articles teach what a page is like: most sentences
deserve nothing, and the one next to the right one is the commonest mistake.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import torch
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from torch import nn

from sidelight.library.starter import starter_entries
from sidelight.matching.articles import AnnotatedPage, read_articles
from sidelight.matching.corpus import Domain, read_corpus
from sidelight.matching.crossencoder import Network, Packed, Packer, save
from sidelight.matching.encoder import Encodes
from sidelight.matching.index import Index, build_index
from sidelight.matching.pairs import Pair
from sidelight.matching.propose import Proposals, encode_queries, pair, propose, queries

BATCH = 32
# Batches are cut out of sorted pools of this many, so that pairs of like length share a batch.
POOL = 25 * BATCH
RATE, HEAD_RATE = 5e-5, 3e-4
WARM_UP, LEAST_RATE = 0.06, 0.02
# How far from a labelled sentence its neighbours count as hard.
NEIGHBOURS = 2
# Negatives of articles, for each labelled place: the labelled sentence with other near entries (without these the
# network learns what a checkable sentence looks like, and fires on all entries at once), the neighbours of the sentence
# with its entry, other sentences with the entry nearest to them, and with one of the next three.
SHARES = {"same sentence": 3.0, "neighbour": 1.6, "nearest": 1.6, "next": 0.7}
SAME_SENTENCE_RANKS = 5
NEXT_RANKS = 4
TOLERABLE_WEIGHT = 0.3
# Every third pair of the sentences is read again among the articles, or what they taught is forgotten.
AGAIN = 3
# Articles annotated with the entries that come with Sidelight.
STARTER = "starter"


@dataclass(frozen=True, slots=True)
class Example:
    """A packed pair, whether the note belongs there, and how much that counts."""

    packed: Packed
    right: bool
    weight: float


@dataclass(frozen=True, slots=True)
class Lesson:
    """So many batches; `loss` is the mean binary cross-entropy of the last tenth of them."""

    steps: int
    loss: float


@dataclass(frozen=True, slots=True)
class Training:
    """What was done, for the model card."""

    date: str
    seed: int
    epochs: float
    domains: int
    sentences: int
    articles: int
    examples: int
    right: int
    lessons: tuple[Lesson, ...]


def train(material: Path, output: Path, encoder: Encodes, epochs: float, seed: int) -> Training:
    """Trains on all domains of the folder and writes the weights to `output`, facts about them beside it.

    First sentences, then articles with every third of the first pairs again: what is asserted, then what a page is
    like. The same folder, seed and number of threads give the same weights. Raises InvalidRequest for material that
    cannot be read.
    """
    domains = read_corpus(material)
    packer = Packer()
    sentences: list[Example] = []
    places: list[Example] = []
    articles = 0
    with _progress() as progress:
        task = progress.add_task("Reading material", total=len(domains), detail="")
        for domain in domains:
            index = build_index(0, domain.entries, encoder.encode)
            sentences += _of_sentences(domain, index, encoder, packer, _drawn(seed))
            pages = _articles(material, domain.name)
            places += _of_articles(pages, index, encoder, packer, _drawn(seed))
            articles += len(pages)
            progress.advance(task)
    pages = _articles(material, STARTER)
    if pages:
        index = build_index(0, starter_entries(), encoder.encode)
        places += _of_articles(pages, index, encoder, packer, _drawn(seed))
    network = Network.seeded(seed)
    lessons = [fit(network, sentences, epochs, seed), fit(network, [*places, *sentences[::AGAIN]], epochs, seed)]
    save(network, output)
    done = Training(
        date=str(datetime.now(UTC).date()),
        seed=seed,
        epochs=epochs,
        domains=len(domains),
        sentences=sum(len(domain.sentences) for domain in domains),
        articles=articles + len(pages),
        examples=len(sentences) + len(places),
        right=sum(example.right for example in (*sentences, *places)),
        lessons=tuple(lessons),
    )
    output.with_name("training.json").write_text(json.dumps(asdict(done), indent=2) + "\n", encoding="utf-8")
    return done


def _articles(material: Path, name: str) -> list[AnnotatedPage]:
    file = material / f"articles.{name}.jsonl"
    return read_articles(file) if file.is_file() else []


def _drawn(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - not a secret


def fit(network: Network, examples: Sequence[Example], epochs: float, seed: int) -> Lesson:
    """Minimises the weighted binary cross-entropy by AdamW (Loshchilov and Hutter 2019), the rate warmed up and then
    falling linearly."""
    torch.manual_seed(seed)
    trained = [weights for weights in network.layers.parameters() if weights.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": trained, "lr": RATE}, {"params": network.head.parameters(), "lr": HEAD_RATE}], fused=True
    )
    steps = max(1, int(epochs * len(examples) / BATCH))
    warm = max(1, int(WARM_UP * steps))
    rate = torch.optim.lr_scheduler.LambdaLR(
        optimizer,
        lambda step: min(1, (step + 1) / warm) * max(LEAST_RATE, (steps - step) / max(1, steps - warm)),
    )
    losses: list[float] = []
    network.train()
    with _progress() as progress:
        task = progress.add_task("Training", total=steps, detail="")
        for batch in _batches(examples, steps, seed):
            logits = network([example.packed for example in batch])
            right = torch.tensor([float(example.right) for example in batch])
            weights = torch.tensor([example.weight for example in batch])
            loss = nn.functional.binary_cross_entropy_with_logits(logits, right, weight=weights)
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            rate.step()
            optimizer.zero_grad()
            losses.append(loss.item())
            progress.update(task, advance=1, detail=f"loss {np.mean(losses[-50:]):.3f}")
    network.eval()
    return Lesson(steps, round(float(np.mean(losses[-max(1, steps // 10) :])), 4))


def _batches(examples: Sequence[Example], steps: int, seed: int) -> Iterator[list[Example]]:
    drawn = _drawn(seed)
    made = 0
    while made < steps:
        order = list(range(len(examples)))
        drawn.shuffle(order)
        pools = [
            sorted(order[start : start + POOL], key=lambda number: len(examples[number].packed.tokens))
            for start in range(0, len(order), POOL)
        ]
        batches = [pool[start : start + BATCH] for pool in pools for start in range(0, len(pool), BATCH)]
        drawn.shuffle(batches)
        for batch in batches[: steps - made]:
            yield [examples[number] for number in batch]
            made += 1


def _of_sentences(
    domain: Domain, index: Index, encoder: Encodes, packer: Packer, drawn: random.Random
) -> Iterator[Example]:
    """Each sentence with its own entry; matches with two near others, every second of the rest with one.

    A match stands beside wrong entries more often than beside its own, so that the sentence alone tells nothing.
    """
    queried = [sentence.query for sentence in domain.sentences]
    proposals = propose(index, *encode_queries(encoder, queried))
    nearest = _by_nearness(proposals)
    position = {entry.id: number for number, entry in enumerate(domain.entries)}
    for row, sentence in enumerate(domain.sentences):
        own = position[sentence.entry]
        others = [column for column in nearest[row] if column != own]
        if sentence.label == "match":
            asked = [own, others[0], drawn.choice(others[1:SAME_SENTENCE_RANKS])]
        else:
            asked = [own, *others[: row % 2]]
        for column in asked:
            packed = packer.pack(pair(index, proposals, queried, row, column))
            yield Example(packed, sentence.right(domain.entries[column].id), 1.0)


def _of_articles(
    pages: Iterable[AnnotatedPage], index: Index, encoder: Encodes, packer: Packer, drawn: random.Random
) -> list[Example]:
    """Every labelled place, and its share of each kind of negative."""
    right: list[Example] = []
    wrong: dict[str, list[Pair]] = {kind: [] for kind in SHARES}
    for page in pages:
        asked = queries(page.sentences)
        proposals = propose(index, *encode_queries(encoder, asked))
        labelled = {block for block, _ in page.allowed}
        for row, (query, nearest) in enumerate(zip(asked, _by_nearness(proposals), strict=True)):
            block = query.sentence.block
            for rank, column in enumerate(nearest):
                entry = index.entries[column].id
                found = pair(index, proposals, asked, row, column)
                if (block, entry) in page.allowed:
                    tolerable = (block, entry) in page.tolerable
                    right.append(Example(packer.pack(found), not tolerable, TOLERABLE_WEIGHT if tolerable else 1.0))
                elif block in labelled:
                    if rank < SAME_SENTENCE_RANKS:
                        wrong["same sentence"].append(found)
                elif any((block + step, entry) in page.allowed for step in range(-NEIGHBOURS, NEIGHBOURS + 1)):
                    wrong["neighbour"].append(found)
                elif rank < NEXT_RANKS:
                    wrong["next" if rank else "nearest"].append(found)
    taken: list[Pair] = []
    for kind, pairs in wrong.items():
        drawn.shuffle(pairs)
        taken += pairs[: round(SHARES[kind] * len(right))]
    return [*right, *(Example(packer.pack(found), False, 1.0) for found in taken)]


def _by_nearness(proposals: Proposals) -> np.ndarray:
    """The columns of each row, the nearest entry first."""
    return np.argsort(-(proposals.alone + proposals.in_context), axis=1, kind="stable")


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[detail]}"),
        console=Console(stderr=True),
    )
