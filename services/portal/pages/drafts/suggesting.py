"""What does a template suggest, and which of the functions that there are would do it?"""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from schemas.agreements import AgreementType, CommitmentEntry, Document, FunctionLine, Responsible
from services.portal.pages.drafts.beginnings import suggested
from services.portal.pages.drafts.forms import Promise
from services.portal.pages.drafts.progress import IN_WORDS
from services.portal.pages.drafts.rhythms import Pace, said_of
from services.portal.pages.wishes.controls import TICKED
from services.portal.pages.wishes.filling import texts_of

LIKELIEST = {"recurrence.weekly.pace": Pace.EVERY.value}
"""Where nothing else is said."""
MODEL = "forslag"
"""What a form's address says it begins as: the name that a template has for a commitment."""
COORDINATOR = "samordnare"
"""Is in the name of the role, whatever it coordinates."""


def of_model(name: str | None, document: Document) -> CommitmentEntry | None:
    return suggested({one.id for one in document.focus_areas}, set()).get(name or "")


def own(functions: Iterable[FunctionLine], document: Document) -> list[FunctionLine]:
    """Those of the draft's municipalities and of the police there: others near are chosen, never suggested."""
    return [one for one in functions if one.municipality in document.municipalities]


class Ready(NamedTuple):
    """A commitment that can be taken along as it is: what its form would hold, and who would answer for it."""

    texts: dict[str, str]
    functions: list[FunctionLine]


def begun(entry: CommitmentEntry, functions: Iterable[FunctionLine]) -> tuple[dict[str, str], list[str]]:
    """The texts that a form begins with, and the roles that nobody has here, in words. If all lack, the lead is new."""
    found = _found(entry, functions)
    known = [{"function_id": str(each.id)} for _, each in found if each]
    lacking = [one for one, each in found if each is None]
    said = entry.model_dump(mode="json", include={"text", "focus_area", "public"})
    said |= {"recurrence": said_of(entry.recurrence).model_dump(mode="json"), "responsible": known}
    if lacking and not known:
        said |= {"new_role": lacking[0].role, "new_party": lacking[0].party.value}
    return texts_of(Promise, said), [f"{one.role} ({IN_WORDS[one.party]})" for one in lacking]


def ready(like: Mapping[str, CommitmentEntry], functions: Collection[FunctionLine]) -> dict[str, Ready]:
    """Those for which all who would answer are here, by what the template calls them."""
    found = {name: [each for _, each in _found(entry, functions)] for name, entry in like.items()}
    return {
        name: Ready(LIKELIEST | begun(like[name], functions)[0], [one for one in lines if one])
        for name, lines in found.items()
        if all(lines)
    }


def _found(entry: CommitmentEntry, functions: Iterable[FunctionLine]) -> list[tuple[Responsible, FunctionLine | None]]:
    there = list(functions)
    return [(one, next((each for each in there if _does(each, one)), None)) for one in entry.responsible]


def blank(document: Document) -> dict[str, str]:
    """What is likeliest where nothing is said yet."""
    texts = {"public": TICKED} if document.type is AgreementType.CITIZEN_PROMISE else {}
    areas = document.focus_areas
    return texts | ({"focus_area": areas[0].id} if len(areas) == 1 else {})


def _does(line: FunctionLine, one: Responsible) -> bool:
    asked, role = one.role.casefold(), line.role.casefold()
    return line.party is one.party and (role == asked or (COORDINATOR in asked and COORDINATOR in role))
