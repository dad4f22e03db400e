"""How is everything that is generated from the code written, or checked to be fresh? `make language`, `--check`."""

import importlib
import sys
from pathlib import Path

from deploy.language.asyncapi import asyncapi
from deploy.language.catalogue import catalogue
from deploy.language.listeners import listeners
from deploy.language.published import Publication, publish, publish_promises
from deploy.language.settings import OPERATIONS, with_settings
from deploy.language.texts import CATALOGUE, catalogue_of_texts
from schemas.base import REGISTRY

TOP = Path(__file__).parents[2]
SPEAKERS = ("agreements", "followup", "notifier", "portal", "progress")


def everything(top: Path = TOP) -> Publication:
    """What shall stand in every generated file, and the changes that may not be made."""
    for speaker in SPEAKERS:
        importlib.import_module(f"schemas.{speaker}")
    messages = dict(sorted(REGISTRY.items()))
    heard = listeners()
    publication = publish(top, messages)
    publish_promises(top, publication)
    publication.files[Path("schemas/asyncapi.yaml")] = asyncapi(messages, heard)
    publication.files[Path("schemas/README.md")] = catalogue(messages, heard)
    publication.files[OPERATIONS] = with_settings((top / OPERATIONS).read_text(encoding="utf-8"))
    publication.files[CATALOGUE] = catalogue_of_texts((top / CATALOGUE).read_text(encoding="utf-8"))
    return publication


def stale(publication: Publication, top: Path = TOP) -> list[Path]:
    """Files that do not hold what they shall."""
    return [
        path
        for path, text in publication.files.items()
        if not (top / path).exists() or (top / path).read_text(encoding="utf-8") != text
    ]


def main(arguments: list[str]) -> int:
    publication = everything()
    late = stale(publication)
    if "--check" not in arguments:
        for path in late:
            (TOP / path).parent.mkdir(parents=True, exist_ok=True)
            (TOP / path).write_text(publication.files[path], encoding="utf-8")
            sys.stdout.write(f"wrote {path}\n")
        late = []
    for path in late:
        sys.stderr.write(f"{path} is not fresh: run `make language`.\n")
    for refusal in publication.refusals:
        sys.stderr.write(f"{refusal}\n")
    return 1 if late or publication.refusals else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
