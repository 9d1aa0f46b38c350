"""The hard cases of hard_sentences.txt, for the test and the benchmark of sentences."""

from __future__ import annotations

from pathlib import Path

_FILE = Path(__file__).with_suffix(".txt")


def hard_cases() -> list[tuple[str, list[str]]]:
    """Read every text with the sentences that it has."""
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    blocks = "\n".join(line for line in lines if not line.startswith("#")).split("\n\n")
    found = []
    for block in blocks:
        if written := block.strip().splitlines():
            text = "".join(line[1:] if line[0] == "+" else f" {line}" for line in written)
            found.append((text.strip(), [line.removeprefix("+") for line in written]))
    return found
