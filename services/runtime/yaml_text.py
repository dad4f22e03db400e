"""What stands in a text of YAML? Plain values, or one Swedish sentence about why it cannot be read."""

from collections.abc import Callable

import yaml

from services.runtime.errors import Refused

DEEPEST = 40
"""Levels of nesting. The fast parser dies without a word of a text that is nested tens of thousands of levels deep."""
TRUE = ("true", "yes", "on")
STANDARD = "tag:yaml.org,2002:"


def node_of(text: str) -> yaml.Node | None:
    """Not yet unfolded; None of an empty text. Raises Refused for tricks, and yaml.YAMLError."""
    _refuse_tricks(text)
    return yaml.compose(text, Loader=yaml.CSafeLoader)


def plain(node: yaml.Node) -> object:
    """Mappings, lists, texts, whole numbers, true and false. Days stay texts; a field that is null is left out.

    Raises Refused.
    """
    if isinstance(node, yaml.MappingNode):
        return _mapping(node)
    if isinstance(node, yaml.SequenceNode):
        return [plain(one) for one in node.value]
    convert = SCALARS.get(node.tag.removeprefix(STANDARD))
    if convert is None:
        raise Refused(f"rad {line_of(node)} har ett värde av en sort som inte går att läsa.")
    return convert(str(node.value))


def line_of(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def where(wrong: yaml.YAMLError) -> str:
    """` (rad 4)`, where that is known."""
    mark = getattr(wrong, "problem_mark", None)
    return f" (rad {mark.line + 1})" if mark else ""


def _mapping(node: yaml.Node) -> dict[str, object]:
    values: dict[str, object] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise Refused(f"rad {line_of(key)} har ett fältnamn som inte är text.")
        if key.value in values:
            raise Refused(f"fältet {key.value} står två gånger (rad {line_of(key)}).")
        values[key.value] = plain(value)
    return {field: value for field, value in values.items() if value is not None}


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
