"""This file holds how a library's files become one collection of papers."""

from __future__ import annotations

import datetime
import io
import logging
import lzma
import re
import stat
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from knowledge import saved_reading
from knowledge.errors import UnreadableLibrary
from knowledge.formats import Reading, Remark, personal_names, profile_page, records
from knowledge.formats import json as json_library
from knowledge.formats import yaml as yaml_library
from knowledge.merging import merged
from knowledge.paper import Paper, Profile, Source
from knowledge.personal_names import Namesake
from knowledge.saved_reading import Lines

_MANIFEST = frozenset(("kind", "file", "source", "captured", "categories", *personal_names.NAMES))
_FORMS = (".txt", ".yaml", ".yml", ".jsonl", ".ndjson", ".json")
_COMPRESSED = (".gz", ".xz")
_LONGEST_MANIFEST = 100_000
_MANY_LINES = 1000
"""From so many on it is faster to take what was read before than to read."""
_MOSTLY_ASCII = 0.1
_PIECE = 1 << 12
_BYTE_ORDER_MARKS = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
_log = logging.getLogger(__name__)


Stamp = tuple[int, int, int]
"""A file's times of change, of its content and of what the system knows of it, in nanoseconds, and
its size in bytes."""
Stamps = Mapping[Path, Stamp | None]


@dataclass(slots=True)
class Collection:
    """All that a library's files hold, each paper once.

    Attributes:
        papers: The papers, in the files' order.
        profiles: The profiles, in the files' order.
        aliases: Spellings of people's names, each with the name to show.
        apart: Spellings of which no two are one person.
        namesakes: Who is spelled alike, with the ids of whose papers are whose.
        categories: Full category codes for short ones.
        remarks: What the files' owner should know.
        stamps: The state in which the files were when their reading began.
        lines: What lines of JSON gave, to be used when they are read again.
    """

    papers: tuple[Paper, ...] = ()
    profiles: tuple[Profile, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    categories: Mapping[str, str] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    stamps: Stamps = field(default_factory=dict)
    lines: Lines = field(default_factory=dict, repr=False)
    apart: tuple[tuple[str, ...], ...] = ()
    namesakes: tuple[Namesake, ...] = ()


def read(
    paths: Iterable[Path], *, cache: Path | None = None, lines: Lines | None = None
) -> Collection:
    """Read a library from files and folders of files.

    Args:
        paths: The files and folders.
        cache: The folder in which is kept what was read, where that was much; None keeps nothing.
        lines: What its lines gave before; None takes what was kept.

    Raises:
        UnreadableLibrary: There is no paper in them; the message names each file and why.
    """
    paths = tuple(dict.fromkeys(paths))
    begun = stamps(paths)
    kept = cache and saved_reading.file_of(paths, cache)
    if lines is None:
        lines = saved_reading.opened(kept) if kept else {}
    known = _Lines(lines)
    readings: list[Reading] = []
    for path in paths:
        if _is_folder(path):
            inside = _files_in(path)
            readings += [_read_file(file, known) for file in inside]
            if not inside:
                readings.append(_fault(path, f"no library file in here ({', '.join(_FORMS)})"))
        else:
            readings.append(_read_file(path, known))
    whole = merged(readings)
    remarks = [remark for reading in readings for remark in reading.remarks] + whole.remarks
    if not whole.papers:
        faults = [str(remark) for remark in remarks if remark.is_fault]
        none = "there is no paper in what was named" if readings else "no library was named"
        raise UnreadableLibrary("\n".join(faults[:5]) or none)
    categories = {short: full for one in readings for short, full in one.categories.items()}
    if kept and known.new >= _MANY_LINES:
        try:
            saved_reading.save(known.lines, kept)
        except OSError as error:
            _log.warning("what was read can't be kept in %s: %s", cache, error)
    return Collection(
        papers=whole.papers,
        profiles=whole.profiles,
        aliases=whole.aliases,
        categories=categories,
        remarks=remarks,
        stamps=begun,
        lines=known.lines,
        apart=whole.apart,
        namesakes=whole.namesakes,
    )


def stamps(paths: Iterable[Path]) -> Stamps:
    """Tell in which state the files are that a library is read from; it differs when one changed.

    Args:
        paths: Files and folders of files.

    Returns:
        For each file its stamp, or None where there is none.
    """
    files: list[Path] = []
    for path in paths:
        files += [path, *(_visible_in(path) if _is_folder(path) else _beside(path))]
    return {file: _stamp(file) for file in dict.fromkeys(files)}


def _stamp(file: Path) -> Stamp | None:
    try:
        state = file.stat()
    except (OSError, ValueError):
        return None
    # A folder's own times change with files in it that are no library.
    return (
        None
        if stat.S_ISDIR(state.st_mode)
        else (state.st_mtime_ns, state.st_ctime_ns, state.st_size)
    )


def _visible_in(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if not path.name.startswith(".")]
    except OSError:
        return []


def _beside(file: Path) -> list[Path]:
    """List what is read along with a file: a page's manifest, or a manifest's page."""
    try:
        if _form(file) == ".txt":
            return [manifest] if (manifest := _manifest_of(file)) else []
        if _form(file) in (".yaml", ".yml") and file.stat().st_size <= _LONGEST_MANIFEST:
            text = _decoded(file.read_bytes())[0]
            return [_page_of(file, text)] if _is_manifest(text, file) else []
    except (OSError, ValueError):
        pass  # reading it tells why
    return []


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False  # reading it as a file tells why


def _files_in(folder: Path) -> list[Path]:
    """List a folder's library files; a manifest stands for its page, hidden files for nothing."""
    files = sorted(path for path in _visible_in(folder) if path.is_file() and _form(path) in _FORMS)
    return [file for file in files if not (_form(file) == ".txt" and _manifest_of(file))]


def _form(file: Path) -> str:
    """Tell the suffix that names a file's format, not its compression."""
    inner = file.with_suffix("") if file.suffix.lower() in _COMPRESSED else file
    return inner.suffix.lower()


def _manifest_of(page: Path) -> Path | None:
    """Find the manifest beside a page: YAML of the same name that isn't a library itself."""
    stem = page.with_suffix("") if page.suffix.lower() in _COMPRESSED else page
    for suffix in (".yaml", ".yml"):
        beside = stem.with_suffix(suffix)
        try:
            if _is_manifest(_decoded(beside.read_bytes())[0], beside):
                return beside
        except OSError:
            continue
    return None


def _is_manifest(text: str, file: Path) -> bool:
    """Tell a manifest from a library: it says what a page is, and holds no papers."""
    if len(text) > _LONGEST_MANIFEST or re.search(r"^(?:papers|title|- )\b", text, re.MULTILINE):
        return False
    values, _ = yaml_library.mapping(text, file)
    return bool(values.keys() & {"kind", "file", "captured"})


def _fault(file: Path, message: str, line: int = 1) -> Reading:
    return Reading(remarks=[Remark(Source(file, line), message, is_damage=True)])


class _Lines:
    """Reads lines of JSON, those that were read before without a closer look.

    Attributes:
        lines: What those that were read so far gave.
        new: How many of them weren't read before.
    """

    def __init__(self, before: Lines) -> None:
        self._before = before
        self.lines: dict[bytes, records.ReadBefore] = {}
        self.new = 0

    def read(self, content: bytes, file: Path) -> Reading | None:
        """Read a file's bytes, or nothing where they aren't UTF-8."""
        read = records.Records(file)
        # One by one: to part a large file at once would hold other threads.
        for number, written in enumerate(io.BytesIO(content), start=1):
            line = written.rstrip()
            name = saved_reading.digest(line)
            paper = self._before.get(name)
            if paper:
                paper = read.add_again(number, paper)
            else:
                try:
                    text = line.decode()
                except UnicodeDecodeError:
                    return None
                paper = json_library.add_line(read, number, text)
                self.new += paper is not None
            if paper:
                self.lines[name] = paper
        return read.reading


def _read_file(file: Path, lines: _Lines) -> Reading:
    form = _form(file)
    try:
        if file.exists() and not file.is_file():
            return _fault(file, "this is neither a file nor a folder")
        content, cut = _unpacked(file.read_bytes())
    except (OSError, ValueError) as error:
        return _fault(file, _why(error))
    if form in (".jsonl", ".ndjson") and not cut and json_library.are_lines(content):
        reading = lines.read(content, file)
        if reading is not None:
            return reading
    text, line, wrong = _decoded(content)
    if not text.strip():
        return _fault(file, cut or "the file is empty; a library has at least one paper")
    starts = text.lstrip()[:1]
    if form in (".yaml", ".yml") and _is_manifest(text, file):
        return _read_page(_page_of(file, text), file)
    if form in (".yaml", ".yml"):
        reading = yaml_library.read(text, file)
    elif form in (".jsonl", ".ndjson", ".json") or starts in ("{", "["):
        reading = json_library.read(text, file)
    elif profile_page.is_profile_page(text):
        return _read_page(file, _manifest_of(file))
    else:
        return _fault(
            file,
            "not a library that can be read: a profile page has papers that begin with a line"
            " such as 'LGSep 26, 2023'; other libraries end in .yaml or .jsonl",
        )
    if wrong:
        reading.remarks.insert(0, Remark(Source(file, line), wrong, is_damage=True))
    if cut:
        reading.remarks.append(Remark(Source(file, text.count("\n") + 1), cut, is_damage=True))
    if not (reading.papers or reading.remarks or reading.naming):
        reading.remarks.append(Remark(Source(file, 1), "there is no paper in this file"))
    return reading


def _why(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder"
    return f"can't be read: {getattr(error, 'strerror', None) or error}"


def _page_of(manifest: Path, text: str) -> Path:
    """Tell which page a manifest is about: the one it names, or that of its own name."""
    named = _text(yaml_library.mapping(text, manifest)[0].get("file")).strip("\0 ")
    if named:
        return manifest.parent / Path(named).name
    beside = (manifest.with_name(f"{manifest.stem}.txt{packed}") for packed in ("", *_COMPRESSED))
    return next((page for page in beside if page.is_file()), manifest.with_suffix(".txt"))


def _text(value: object, otherwise: str = "") -> str:
    """Take a manifest's value where it is a text: a list may refer to itself a billion times."""
    return str(value) if isinstance(value, str) else otherwise


def _read_page(page: Path, manifest: Path | None) -> Reading:
    """Read a profile page by what the manifest beside it says."""
    values: Mapping[str, object] = {}
    remarks: list[Remark] = []
    if manifest:
        values, remarks = yaml_library.mapping(_decoded(manifest.read_bytes())[0], manifest)
        for name in sorted(values.keys() - _MANIFEST):
            message = records.unknown_name(name, _MANIFEST)
            remarks.append(Remark(Source(manifest, 1), message, is_fault=False))
    try:
        content, cut = _unpacked(page.read_bytes())
    except (OSError, ValueError) as error:
        return _fault(manifest or page, f"the page {page.name!r}: {_why(error)}")
    text, line, wrong = _decoded(content)
    reading = profile_page.read(text, page, captured=_captured(text, page, values, remarks))
    if wrong:
        remarks.append(Remark(Source(page, line), wrong, is_damage=True))
    if cut:
        remarks.append(Remark(Source(page, text.count("\n") + 1), cut, is_damage=True))
    reading.naming = personal_names.read(values, manifest or page, remarks)
    reading.categories = records.categories(values.get("categories"), manifest or page, remarks)
    reading.remarks[:0] = remarks
    return reading


def _captured(text: str, page: Path, manifest: Mapping[str, object], remarks: list[Remark]) -> int:
    """Tell the year in which a page was saved: the manifest's, else the best guess."""
    given = _text(manifest.get("captured", ""), otherwise="?")
    if year := re.fullmatch(r"[12]\d{3}(?:-\d\d(?:-\d\d)?)?", given):
        return int(year[0][:4])
    changed = datetime.datetime.fromtimestamp(page.stat().st_mtime, tz=datetime.UTC).year
    latest = max((int(year) for year in re.findall(r"(?<=\d, )\d{4}(?=\s|Code)", text)), default=0)
    guess = max(changed, min(latest, 9999))
    message = f"the year of capture is taken to be {guess}; write 'captured: YEAR' into "
    manifest_name = page.with_suffix(".yaml").name
    remarks.append(Remark(Source(page, 1), message + manifest_name, is_fault=bool(given)))
    return guess


def _decoded(content: bytes) -> tuple[str, int, str]:
    """Turn a file's bytes into text; tell the line and what is wrong with it, if anything."""
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if content.startswith(mark):
            return content.decode(encoding, errors="replace"), 1, ""
    try:
        return content.decode("utf-8"), 1, ""
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        if error.reason == "unexpected end of data":
            whole = content[: error.start].decode("utf-8")
            return whole, line, "the file ends within a character; it was cut"
        encoding = _likely_encoding(content)
        text = content.decode(encoding, errors="replace")
        return text, line, f"this isn't UTF-8; read as {encoding}. Save the file as UTF-8"


def _likely_encoding(content: bytes) -> str:
    """Guess the encoding of bytes that aren't UTF-8."""
    strange = sum(byte > 127 for byte in content)
    right = len(content.decode("utf-8", errors="ignore").encode())
    if len(content) - right <= strange / 4:
        return "utf-8"  # with a few bytes that went wrong
    if strange < _MOSTLY_ASCII * len(content):
        return "cp1252"  # Western text is mostly ASCII, and guessers take it for Baltic or Czech
    from charset_normalizer import from_bytes

    best = from_bytes(content).best()
    return best.encoding if best else "cp1252"


def _unpacked(content: bytes) -> tuple[bytes, str]:
    """Decompress gzip and xz; of a file that was cut, what there is, and say so."""
    is_gzip, is_xz = content.startswith(b"\x1f\x8b"), content.startswith(b"\xfd7zXZ\x00")
    parts: list[bytes] = []
    while (is_gzip or is_xz) and content.strip(b"\0"):
        stream = zlib.decompressobj(wbits=31) if is_gzip else lzma.LZMADecompressor()
        at = 0
        try:
            # In small pieces, so that what comes before the damage is kept.
            while at < len(content) and not stream.eof:
                parts.append(stream.decompress(content[at : at + _PIECE]))
                at += _PIECE
        except (zlib.error, lzma.LZMAError):
            return b"".join(parts), "the compressed file is damaged; what comes before is read"
        if not stream.eof:
            return b"".join(parts), "the compressed file is cut; what there is was read"
        content = stream.unused_data + content[at:]
    return b"".join(parts) if is_gzip or is_xz else content, ""
