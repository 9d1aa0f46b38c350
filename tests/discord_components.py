"""This file holds the documented rules for a message's components that no schema can express."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from typing import Any

COMPONENTS_V2 = 1 << 15
"""The flag of a message that consists of components only, "a layout" here."""
ROW, BUTTON, SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER = (
    1, 2, 9, 10, 11, 12, 13, 14, 17,
)  # fmt: skip
_SELECTS = (3, 5, 6, 7, 8)
_LINK, _PREMIUM = 5, 6
_MOST_COMPONENTS, _MOST_LETTERS = 40, 4000
_MOST_CUSTOM_ID, _MOST_LABEL, _MOST_URL, _MOST_ALT = 100, 80, 512, 1024

_ADDRESS = re.compile(
    r"(?:https?|discord)://[A-Za-z0-9.-]+(?::\d+)?(?:[/?#](?:[A-Za-z0-9._~:/?#@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)?"
)
"""An address by RFC 3986, as the description's format `uri` has it, without a user's name."""

Component = dict[str, Any]


def component_faults(
    components: list[Component], *, has_layout: bool, attached: Collection[str | None] = ()
) -> Iterator[str]:
    """List what is wrong with a message's components.

    Args:
        components: The outermost.
        has_layout: Whether the message has the flag of Components V2.
        attached: The names of the files that come along.
    """
    everything = list(_walk(components, "components"))
    if len(everything) > _MOST_COMPONENTS:
        yield f"components: {len(everything)} are more than {_MOST_COMPONENTS}"
    letters = sum(units(str(one.get("content", ""))) for _, one in everything)
    if letters > _MOST_LETTERS:
        yield f"components: {letters:,} letters are more than {_MOST_LETTERS:,}"
    for name in ("custom_id", "id"):
        given = [one[name] for _, one in everything if one.get(name) is not None]
        if len(set(given)) < len(given):
            yield f"components: two have the same {name}"
    outermost = (ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR, CONTAINER) if has_layout else (ROW,)
    for at, one in enumerate(components):
        if one.get("type") not in outermost:
            yield f"components[{at}]: type {one.get('type')} can't be here"
    for place, one in everything:
        rule = _RULES.get(one.get("type", 0))
        if rule is None:
            yield f"{place}: type {one.get('type')} is none for a message"
        else:
            yield from (f"{place}{fault}" for fault in rule(one))
        for url in _addresses(one):
            scheme, _, name = url.partition("://")
            if scheme not in ("attachment", "https", "http"):
                yield f"{place}: {url!r} is no address"
            elif scheme == "attachment" and name not in attached:
                yield f"{place}: {url} isn't attached"


def units(text: str) -> int:
    """Count letters as the strictest counter does, in UTF-16."""
    return len(text.encode("utf-16-le", errors="surrogatepass")) // 2


def is_blank(text: str) -> bool:
    """Tell whether nobody would see anything of a text."""
    return all(unicodedata.category(letter) in ("Zs", "Zl", "Zp", "Cc", "Cf") for letter in text)


def _walk(components: list[Component], place: str) -> Iterator[tuple[str, Component]]:
    for at, one in enumerate(components):
        here = f"{place}[{at}]"
        yield here, one
        yield from _walk(one.get("components") or [], f"{here}.components")
        if accessory := one.get("accessory"):
            yield from ((f"{here}.accessory{p[3:]}", c) for p, c in _walk([accessory], ""))


def _addresses(one: Component) -> Iterator[str]:
    """List the addresses of the media that a component shows."""
    for shown in (one, *(one.get("items") or ())):
        if media := shown.get("media") or shown.get("file"):
            yield str(media.get("url"))


def _row(one: Component) -> Iterator[str]:
    kinds = [inner.get("type") for inner in one.get("components") or []]
    is_buttons = 1 <= len(kinds) <= 5 and set(kinds) == {BUTTON}
    if not is_buttons and not (len(kinds) == 1 and kinds[0] in _SELECTS):
        yield ": a row has one to five buttons, or one menu"


def _button(one: Component) -> Iterator[str]:
    style, custom_id, url = one.get("style"), one.get("custom_id"), one.get("url")
    if style == _LINK:
        if custom_id is not None or not url:
            yield ": a link has an address and no custom_id"
        elif units(url) > _MOST_URL or not _ADDRESS.fullmatch(url):
            yield f".url: must be an address of at most {_MOST_URL} letters"
    elif style == _PREMIUM:
        if not one.get("sku_id"):
            yield ": a premium button needs a sku_id"
    elif url is not None or not custom_id:
        yield ": a button has a custom_id and no address"
    if custom_id is not None and not 1 <= units(custom_id) <= _MOST_CUSTOM_ID:
        yield f".custom_id: must have 1 to {_MOST_CUSTOM_ID} letters"
    label = one.get("label") or ""
    if is_blank(label) and not one.get("emoji") and style != _PREMIUM:
        yield ".label: nobody can see what this button does"
    if units(label) > _MOST_LABEL:
        yield f".label: has more than {_MOST_LABEL} letters"


def _section(one: Component) -> Iterator[str]:
    inner = one.get("components") or []
    if not 1 <= len(inner) <= 3 or any(text.get("type") != TEXT for text in inner):
        yield ".components: a section has one to three texts"
    if (one.get("accessory") or {}).get("type") not in (BUTTON, THUMBNAIL):
        yield ".accessory: a section needs a button or a thumbnail"


def _text(one: Component) -> Iterator[str]:
    if is_blank(one.get("content") or ""):
        yield ".content: nobody can see this text"


def _gallery(one: Component) -> Iterator[str]:
    shown = one.get("items") or []
    if not 1 <= len(shown) <= 10:
        yield ".items: a gallery shows one to ten pictures"
    for at, picture in enumerate(shown):
        alt = picture.get("description") or ""
        if is_blank(alt) or units(alt) > _MOST_ALT:
            yield f".items[{at}].description: a picture needs 1 to {_MOST_ALT:,} letters of text"


def _thumbnail(one: Component) -> Iterator[str]:
    if units(one.get("description") or "") > _MOST_ALT:
        yield f".description: has more than {_MOST_ALT:,} letters"


def _separator(one: Component) -> Iterator[str]:
    if one.get("spacing", 1) not in (1, 2):
        yield ".spacing: is 1 or 2"


def _container(one: Component) -> Iterator[str]:
    inner = one.get("components") or []
    if not inner:
        yield ".components: a container isn't empty"
    for at, child in enumerate(inner):
        if child.get("type") not in (ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR):
            yield f".components[{at}]: type {child.get('type')} can't be in a container"
    if not 0 <= (one.get("accent_color") or 0) <= 0xFFFFFF:
        yield ".accent_color: is no colour"


def _anything(_: Component) -> Iterator[str]:
    return iter(())


_RULES: dict[int, Callable[[Component], Iterator[str]]] = {
    ROW: _row,
    BUTTON: _button,
    SECTION: _section,
    TEXT: _text,
    THUMBNAIL: _thumbnail,
    GALLERY: _gallery,
    FILE: _anything,
    SEPARATOR: _separator,
    CONTAINER: _container,
    **dict.fromkeys(_SELECTS, _anything),
}
