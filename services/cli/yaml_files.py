"""Which agreements stand in a YAML file? Their entries, or one Swedish sentence about why it cannot be read."""

import unicodedata
from pathlib import Path

import yaml

from services.runtime.errors import Refused
from services.runtime.yaml_text import node_of, where

LARGEST = 5_000_000


def agreement_nodes(path: Path) -> list[yaml.Node]:
    """The entries of the file's list `agreements`, not yet unfolded: one bad entry must not stop the others."""
    text = _text(path)
    try:
        root = node_of(text)
    except yaml.YAMLError as wrong:
        raise Refused(f"Filen {path.name} är inte riktig YAML{where(wrong)}.") from wrong
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    for key, value in pairs:
        if key.value == "agreements" and isinstance(value, yaml.SequenceNode):
            return list(value.value)
    raise Refused(f"Filen {path.name} saknar listan agreements.")


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
