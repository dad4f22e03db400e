"""What stands in a YAML file? Plain values, or one Swedish sentence about why it cannot be read."""

import unicodedata
from collections.abc import Callable
from pathlib import Path

import yaml

from services.runtime.errors import Refused

LARGEST = 5_000_000
DEEPEST = 40
"""Levels of nesting. The fast parser dies without a word of a file that is nested tens of thousands of levels deep."""
TRUE = ("true", "yes", "on")
STANDARD = "tag:yaml.org,2002:"


def agreement_nodes(path: Path) -> list[yaml.Node]:
    """The entries of the file's list `agreements`, not yet unfolded: one bad entry must not stop the others."""
    text = _text(path)
    try:
        _refuse_tricks(text)
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as wrong:
        raise Refused(f"Filen {path.name} är inte riktig YAML{_where(wrong)}.") from wrong
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    for key, value in pairs:
        if key.value == "agreements" and isinstance(value, yaml.SequenceNode):
            return list(value.value)
    raise Refused(f"Filen {path.name} saknar listan agreements.")


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
        raise Refused(f"rad {_line(node)} har ett värde av en sort som inte går att läsa.")
    return convert(str(node.value))


def _mapping(node: yaml.MappingNode) -> dict[str, object]:
    values: dict[str, object] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise Refused(f"rad {_line(key)} har ett fältnamn som inte är text.")
        if key.value in values:
            raise Refused(f"fältet {key.value} står två gånger (rad {_line(key)}).")
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


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise Refused(f"Filen {path.name} är större än {LARGEST // 1_000_000} MB och läses inte.")
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise Refused(f"Filen {path.name} är inte text i UTF-8.") from wrong
    except OSError as wrong:
        raise Refused(f"Filen {path} går inte att läsa: {wrong.strerror or wrong}.") from wrong
    return unicodedata.normalize("NFC", text)


def _refuse_tricks(text: str) -> None:
    """A file that is small on disk may be endless when unfolded."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.AliasEvent):
            raise Refused(f"Filen hänvisar till sig själv (*{event.anchor}); skriv ut värdet i stället.")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise Refused(f"Filen är nästlad djupare än {DEEPEST} nivåer.")


def _where(wrong: yaml.YAMLError) -> str:
    mark = getattr(wrong, "problem_mark", None)
    return f" (rad {mark.line + 1})" if mark else ""


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
