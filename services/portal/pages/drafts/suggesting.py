"""What does a template suggest, and which of the functions that there are would do it?"""

from collections.abc import Collection, Iterable, Mapping

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


def begun(entry: CommitmentEntry, functions: Iterable[FunctionLine]) -> tuple[dict[str, str], list[str]]:
    """The texts that a form begins with, and the roles that nobody has here, in words. If all lack, the lead is new."""
    there = list(functions)
    found = [(one, next((each for each in there if _does(each, one)), None)) for one in entry.responsible]
    known = [{"function_id": str(each.id)} for _, each in found if each]
    lacking = [one for one, each in found if each is None]
    said = entry.model_dump(mode="json", include={"text", "focus_area", "public"})
    said |= {"recurrence": said_of(entry.recurrence).model_dump(mode="json"), "responsible": known}
    if lacking and not known:
        said |= {"new_role": lacking[0].role, "new_party": lacking[0].party.value}
    return texts_of(Promise, said), [f"{one.role} ({IN_WORDS[one.party]})" for one in lacking]


def ready(like: Mapping[str, CommitmentEntry], functions: Collection[FunctionLine]) -> dict[str, dict[str, str]]:
    """Those for which all who would answer are here: the texts of each, to be taken along as they are."""
    each = {name: begun(entry, functions) for name, entry in like.items()}
    return {name: LIKELIEST | texts for name, (texts, lacking) in each.items() if not lacking}


def blank(document: Document) -> dict[str, str]:
    """What is likeliest where nothing is said yet."""
    texts = {"public": TICKED} if document.type is AgreementType.CITIZEN_PROMISE else {}
    areas = document.focus_areas
    return texts | ({"focus_area": areas[0].id} if len(areas) == 1 else {})


def _does(line: FunctionLine, one: Responsible) -> bool:
    asked, role = one.role.casefold(), line.role.casefold()
    return line.party is one.party and (role == asked or (COORDINATOR in asked and COORDINATOR in role))
