"""What stands in a text of YAML? Plain values, or one Swedish sentence about why it cannot be read."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

import yaml

from services.runtime.errors import Refused

DEEPEST = 40
"""Levels of nesting. The fast parser dies without a word of a text that is nested tens of thousands of levels deep."""
TRUE = ("true", "yes", "on")
STANDARD = "tag:yaml.org,2002:"


class Trouble(NamedTuple):
    """What makes a text impossible to read. The line is the first one's 1; the sentence tells it too."""

    line: int
    sentence: str


def node_of(text: str) -> yaml.Node | None:
    """Not yet unfolded; None of an empty text. Raises Refused for tricks, and yaml.YAMLError."""
    _refuse_tricks(text)
    return yaml.compose(text, Loader=yaml.CSafeLoader)


def plain(node: yaml.Node) -> object:
    """Mappings, lists, texts, whole numbers, true and false. Days stay texts; a field that is null is left out.

    Raises Refused with the first trouble.
    """
    if trouble := next(troubles(node), None):
        raise Refused(trouble.sentence)
    return as_far_as_it_goes(node)


def as_far_as_it_goes(node: yaml.Node) -> object:
    """As `plain`, whatever the troubles: of a field that stands twice the last, of what is no value its text."""
    if isinstance(node, yaml.MappingNode):
        named = ((key, as_far_as_it_goes(value)) for key, value in node.value if isinstance(key, yaml.ScalarNode))
        return {key.value: value for key, value in named if value is not None}
    if isinstance(node, yaml.SequenceNode):
        return [as_far_as_it_goes(one) for one in node.value]
    return SCALARS.get(node.tag.removeprefix(STANDARD), str)(str(node.value))


def troubles(node: yaml.Node) -> Iterator[Trouble]:
    """All of them, in order."""
    if isinstance(node, yaml.MappingNode):
        yield from _of_fields(node)
    elif isinstance(node, yaml.SequenceNode):
        for one in node.value:
            yield from troubles(one)
    elif node.tag.removeprefix(STANDARD) not in SCALARS:
        line = line_of(node)
        yield Trouble(line, f"rad {line} har ett värde av en sort som inte går att läsa.")


def scalars(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """Every single value, without the fields' names."""
    match node:
        case yaml.MappingNode():
            for _, value in node.value:
                yield from scalars(value)
        case yaml.SequenceNode():
            for one in node.value:
                yield from scalars(one)
        case yaml.ScalarNode():
            yield node


def line_at(node: yaml.Node, path: Iterable[str | int]) -> int:
    """Of the last step on the way to a field that stands in the text; what is lacking is told where it should stand."""
    for step in path:
        node = _step(node, step)
    return line_of(node)


def line_of(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def where(wrong: yaml.YAMLError) -> str:
    """` (rad 4)`, where that is known."""
    mark = getattr(wrong, "problem_mark", None)
    return f" (rad {mark.line + 1})" if mark else ""


def _of_fields(node: yaml.MappingNode) -> Iterator[Trouble]:
    names = set()
    for key, value in node.value:
        line = line_of(key)
        if not isinstance(key, yaml.ScalarNode):
            yield Trouble(line, f"rad {line} har ett fältnamn som inte är text.")
        elif key.value in names:
            yield Trouble(line, f"fältet {key.value} står två gånger (rad {line}).")
        else:
            names.add(key.value)
        yield from troubles(value)


def _step(node: yaml.Node, step: str | int) -> yaml.Node:
    """One that is not in the text, such as which kind a value is of, stands where it is."""
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
        return node.value[step] if step < len(node.value) else node
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next((value for key, value in pairs if key.value == step), node)


def _whole(value: str) -> int | str:
    """0136 is a code, not a number: only what reads the same both ways becomes a number."""
    digits = value.removeprefix("-")
    return int(value) if digits.isdecimal() and len(digits) < 19 and str(int(digits)) == digits else value  # noqa: PLR2004


SCALARS: dict[str, Callable[[str], object]] = {
    "str": str,
    "timestamp": str,
    "float": str,
    "int": _whole,
    "bool": lambda value: value.lower() in TRUE,
    "null": lambda _: None,
}


def _refuse_tricks(text: str) -> None:
    """A text that is small may be endless when unfolded."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.AliasEvent):
            raise Refused(f"Texten hänvisar till sig själv (*{event.anchor}); skriv ut värdet i stället.")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise Refused(f"Texten är nästlad djupare än {DEEPEST} nivåer.")
