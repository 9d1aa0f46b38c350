"""This file holds what a command is: a plain function whose signature and docstring are its interface.

A command is found by its file; its options are the function's parameters, described in the
docstring. A surface offers what is declared here and hands over what was typed.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Annotated, Generic, Literal, ParamSpec, get_args, get_origin

from rapidfuzz import process

from commands._desk import Desk, papers
from knowledge.answer import Answer, Step
from knowledge.dates import PartialDate
from knowledge.errors import InvalidOption, NothingMatches, SeveralMatch
from knowledge.markdown import literal
from knowledge.text import listed, shortened, visible

_LONGEST_VALUE = 2000
"""The longest value of an option, in characters: what a Discord message may have."""

P = ParamSpec("P")
Value = str | int | bool | PartialDate
Suggest = Callable[[Desk, str], list[str]]

_TRUTH = {
    **dict.fromkeys(("yes", "y", "true", "1", "on"), True),
    **dict.fromkeys(("no", "n", "false", "0", "off"), False),
}


@dataclass(frozen=True, slots=True)
class Between:
    """The smallest and the largest number that an option takes."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a command.

    Attributes:
        name: As people type it.
        parameter: As the function names it (`with_` for `with`).
        kind: str, int, bool or PartialDate.
        required: Whether it must be given.
        choices: The only values, where these are few.
        between: The range of a number.
        suggest: Values to offer while somebody types.
    """

    name: str
    parameter: str
    kind: type
    required: bool
    choices: tuple[str, ...] = ()
    between: Between | None = None
    suggest: Suggest | None = None

    def value(self, given: Value) -> Value:
        """Read what was given as this option's kind of value.

        Raises:
            InvalidOption: It isn't one; the message says what is.
        """
        if self.kind is str or type(given) is not self.kind:  # a bool is an int, but no number
            typed = str(given)
            if len(typed) > _LONGEST_VALUE:
                says = (
                    f"{self.name} takes at most {_LONGEST_VALUE:,} characters, not {len(typed):,}."
                )
                raise InvalidOption(says)
            given = self._read(_bare(typed))
        if self.between and isinstance(given, int):
            least, most = self.between.least, self.between.most
            if not least <= given <= most:
                raise InvalidOption(
                    f"{self.name} takes a number from {least} to {most}, not {given}."
                )
        return given

    def _read(self, text: str) -> Value:
        shown = literal(shortened(text, 40)) or "nothing"
        if self.choices:
            near = process.extractOne(text.lower(), self.choices, score_cutoff=75)
            if near is None:
                raise InvalidOption(
                    f"{self.name} is {listed(self.choices, last='or')}, not *{shown}*."
                )
            return str(near[0])
        try:
            if self.kind is bool:
                return _TRUTH[text.lower()]
            if self.kind is int:
                return int(text)
            return PartialDate.parse(text) if self.kind is PartialDate else text
        except (KeyError, ValueError):
            raise InvalidOption(f"{self.name} takes {self.takes}, not *{shown}*.") from None

    @property
    def names_a_paper(self) -> bool:
        """Whether its value names a paper, as those do for which papers are suggested."""
        return self.suggest is papers

    @property
    def takes(self) -> str:
        """What it takes, in words."""
        if self.choices:
            return listed(self.choices, last="or")
        if self.between:
            return f"a number from {self.between.least} to {self.between.most}"
        examples = {
            bool: "yes or no",
            int: "a whole number such as 2024",
            PartialDate: "a date such as 2024, 2024-05 or 2024-05-31",
        }
        return examples.get(self.kind, "text")


@dataclass(frozen=True)
class Command(Generic[P]):
    """A function that people can call by its name, with options."""

    function: Callable[P, Answer]

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Answer:
        """Call the function as any other."""
        return self.function(*args, **kwargs)

    @property
    def name(self) -> str:
        """As people type it."""
        return self.function.__name__

    @cached_property
    def _docstring(self) -> tuple[str, str, Mapping[str, str]]:
        from docstring_parser import parse

        doc = parse(self.function.__doc__ or "")
        described = {one.arg_name: " ".join((one.description or "").split()) for one in doc.params}
        return (
            doc.short_description or "",
            " ".join((doc.long_description or "").split()),
            described,
        )

    @property
    def summary(self) -> str:
        """What it does, in one line."""
        return self._docstring[0]

    @property
    def details(self) -> str:
        """What else there is to say, in a paragraph; may be empty."""
        return self._docstring[1]

    @cached_property
    def options(self) -> dict[str, Option]:
        """Its options by name, in the order of the signature."""
        hints = typing.get_type_hints(self.function, include_extras=True)
        parameters = list(inspect.signature(self.function).parameters.values())[1:]
        options = (_option(parameter, hints[parameter.name]) for parameter in parameters)
        return {option.name: option for option in options}

    def describe(self, option: Option) -> str:
        """Say what an option is for, in one line from the docstring."""
        return self._docstring[2].get(option.parameter, "")

    def answer(self, desk: Desk, given: Mapping[str, Value]) -> Answer:
        """Answer what somebody asked with these options; never raises for what they typed."""
        try:
            answer = self.function(desk, **self._arguments(given))  # type: ignore[arg-type]
            read, desk.readings[:] = " ".join(dict.fromkeys(desk.readings)), []
            text = f"{read}\n\n{answer.text}" if read else answer.text
            return replace(answer, text=text, ids={**desk.ids, **self._ids(desk, given)})
        except InvalidOption as error:
            return Answer(
                outcome="invalid",
                title=f"/{self.name}",
                text=str(error),
                steps=(Step("What it takes", "help", {"command": self.name}),),
            )
        except NothingMatches as error:
            return Answer(
                outcome="nothing",
                title="Not in this library",
                text=str(error),
                papers=error.nearest,
                heading="Perhaps" if error.nearest else "",
                steps=tuple(
                    Step(name, self.name, _replaced(given, error.typed, name))
                    for name in error.names
                ),
            )
        except SeveralMatch as error:
            return Answer(
                title="Which one?",
                text=str(error),
                papers=error.papers,
                steps=tuple(
                    Step(name, self.name, _replaced(given, error.typed, name))
                    for name in (*error.names, *map(desk.name, error.papers))
                ),
                asks=True,
                ids=dict(desk.ids),
            )

    def _arguments(self, given: Mapping[str, Value]) -> dict[str, Value]:
        arguments: dict[str, Value] = {}
        for name, value in given.items():
            option = self.options.get(name)
            if option is None:
                near = process.extractOne(name.lower(), list(self.options), score_cutoff=60)
                meant = f" Did you mean *{near[0]}*?" if near else ""
                options = listed(list(self.options)) if self.options else "none"
                says = f"There is no option *{literal(shortened(name, 40))}*.{meant}"
                raise InvalidOption(f"{says} Options here: {options}.")
            if isinstance(value, str) and not _bare(value) and not option.required:
                raise InvalidOption(f"{name} was given no value; it takes {option.takes}.")
            arguments[option.parameter] = option.value(value)
        for option in self.options.values():
            if option.required and not str(arguments.get(option.parameter, "")).strip():
                says = self.describe(option).rstrip(".")
                raise InvalidOption(f"/{self.name} needs *{option.name}*: {says}.")
        return arguments

    def _ids(self, desk: Desk, given: Mapping[str, Value]) -> dict[str, str]:
        """List the ids of papers by the words that named them as they were given."""
        words = [value for value in given.values() if isinstance(value, str)]
        return {one: desk.ids[_bare(one)] for one in words if _bare(one) in desk.ids}


def command(function: Callable[P, Answer]) -> Command[P]:
    """Make a command of a function from a desk and options to an answer."""
    return Command(function)


@cache
def all_commands() -> Mapping[str, Command[...]]:
    """Find every command by its file, in the order of their names."""
    return {one.name: one for one in _found(importlib.import_module(__package__ or "commands"))}


def _found(package: types.ModuleType) -> Iterator[Command[...]]:
    for module in sorted(pkgutil.iter_modules(package.__path__), key=lambda module: module.name):
        if not module.name.startswith("_"):
            found = importlib.import_module(f"{package.__name__}.{module.name}")
            yield from (one for one in vars(found).values() if _is_own(one, found.__name__))


def _is_own(value: object, module: str) -> bool:
    return isinstance(value, Command) and value.function.__module__ == module


def _option(parameter: inspect.Parameter, hint: object) -> Option:
    extras: tuple[object, ...] = ()
    kind = hint
    if get_origin(kind) is Annotated:
        kind, *rest = get_args(kind)
        extras = tuple(rest)
    plain = [one for one in get_args(kind) if one is not type(None)] if _is_union(kind) else [kind]
    choices = tuple(get_args(plain[0])) if get_origin(plain[0]) is Literal else ()
    return Option(
        name=parameter.name.rstrip("_"),
        parameter=parameter.name,
        kind=str if choices else typing.cast("type", plain[0]),
        required=parameter.default is inspect.Parameter.empty,
        choices=choices,
        between=next((one for one in extras if isinstance(one, Between)), None),
        suggest=next((typing.cast("Suggest", one) for one in extras if callable(one)), None),
    )


def _bare(typed: str) -> str:
    """Take what somebody typed without what surrounds it; empty where it shows nothing."""
    text = typed.encode(errors="ignore").decode().strip()  # half a letter is none
    return text if visible(text) else ""


def _is_union(hint: object) -> bool:
    return get_origin(hint) in (typing.Union, types.UnionType)


def _replaced(given: Mapping[str, Value], typed: str, name: str) -> dict[str, str | int | bool]:
    """Put a name in the place of the words that fit several, where they stand first."""
    words = re.compile(rf"(?<!\w){re.escape(typed)}(?!\w)")
    options: dict[str, str | int | bool] = {}
    is_done = False
    for option, value in given.items():
        options[option] = str(value) if isinstance(value, PartialDate) else value
        if not is_done and isinstance(value, str) and words.search(value):
            options[option] = words.sub(lambda _: name, value, count=1)
            is_done = True
    return options


def command_called(name: str) -> Command[...]:
    """Find a command by its name.

    Raises:
        InvalidOption: There is none such; the message names the nearest.
    """
    there = all_commands()
    if found := there.get(name.lower()):
        return found
    near = process.extractOne(name.lower(), list(there), score_cutoff=65)
    meant = f" Did you mean /{near[0]}?" if near else ""
    known = listed([f"/{one}" for one in there])
    says = f"There is no command */{literal(shortened(name, 40))}*.{meant}"
    raise InvalidOption(f"{says} There are {known}.")
