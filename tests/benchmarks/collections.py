"""Reads judged collections in BEIR's form: corpus.jsonl, queries.jsonl and qrels/test.tsv."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import ir_measures

from knowledge.paper import Paper


@dataclass(frozen=True)
class Collection:
    """Papers, queries by their ids, and which papers are how relevant to each query."""

    name: str
    papers: list[Paper]
    queries: Mapping[str, str]
    judged: Mapping[str, Mapping[str, int]]

    def ndcg(self, found: Mapping[str, Sequence[str]]) -> float:
        """Average nDCG@10 (Järvelin and Kekäläinen 2002) of ranked ids over the judged queries."""
        runs = {
            query: {paper: float(-place) for place, paper in enumerate(found.get(query, ()))}
            for query in self.judged
        }
        measure = ir_measures.nDCG @ 10
        return float(ir_measures.calc_aggregate([measure], self.judged, runs)[measure])


def read(folder: Path) -> Collection:
    papers = [
        Paper(id=one["_id"], title=one.get("title") or "", abstract=one.get("text") or "")
        for one in _lines(folder / "corpus.jsonl")
    ]
    queries = {one["_id"]: one["text"] for one in _lines(folder / "queries.jsonl")}
    judged: dict[str, dict[str, int]] = defaultdict(dict)
    with (folder / "qrels" / "test.tsv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            judged[row["query-id"]][row["corpus-id"]] = int(float(row["score"]))
    relevant = {
        query: papers
        for query, papers in judged.items()
        if query in queries and any(score > 0 for score in papers.values())
    }
    return Collection(folder.name, papers, queries, relevant)


def _lines(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]
