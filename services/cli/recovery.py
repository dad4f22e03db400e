"""How does an operator keep a copy of everything, and bring it back?"""

from pathlib import Path
from typing import Annotated

import typer

from deploy.embedded import archive
from deploy.embedded import backup as copying
from deploy.embedded import restore as returning
from services.cli.where import FOLDER, DataFolder
from services.runtime.errors import Refused

To = Annotated[Path, typer.Argument(metavar="DIR", help="En ny mapp, eller systemets eget arkiv.", show_default=False)]
Source = Annotated[Path, typer.Argument(metavar="DIR", help="En säkerhetskopia eller ett arkiv.", show_default=False)]


def backup(to: To, data: DataFolder = None) -> None:
    """Kopiera allt som det inbyggda systemet har, också medan det arbetar."""
    folder = data or FOLDER
    if archive.is_archive(to):
        archive.renew(folder, to)
        return _say(f"Arkivet i {to} har fått en ny grund, och äldre logg är borttagen.")
    copying.back_up(folder, to)
    return _say(f"Säkerhetskopian ligger i {to}. Den innehåller systemets hemligheter: förvara den därefter.")


def restore(source: Source, data: DataFolder = None) -> None:
    """Gör en ny datamapp av en säkerhetskopia eller ett arkiv."""
    if data is None:
        raise Refused("Ange den nya datamappen med --data.")
    restored = returning.restore(source, data, _say)
    told = ", ".join(f"{service} {count}" for service, count in restored.events.items())
    _say(f"Återställt till {data}. Händelser i loggarna: {told}.")
    _say(f"Starta med `lofteskoll up --data {data}`; strömmarna fylls på ur loggarna. Kontrollera med `verify`.")


def _say(text: str) -> None:
    print(text, flush=True)
