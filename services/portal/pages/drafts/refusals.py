"""Of which field does a refusal speak, and how is that field called in a draft's form?"""

import re
from collections.abc import Mapping

from pydantic import BaseModel

from schemas.geography import municipalities
from services.portal.pages.drafts.forms import Step
from services.portal.pages.language import Written, _, word
from services.portal.pages.own_bus import NOT_YOURS
from services.portal.pages.wishes.controls import controls_of, every
from services.portal.pages.wishes.labels import label_of
from services.portal.pages.wishes.values import VARIANTS

PATH = re.compile(r"\b[Ff]ältet ((?:[a-z_]+|\d+)(?:\.(?:[a-z_]+|\d+))*)")
OUTER = {"changes", "document", "commitment"}
"""Of what a command holds; a form has no such steps."""
TAKEN = word(
    "Det finns redan en överenskommelse eller ett utkast med den rubriken. Fortsätt med det, eller skriv en annan."
)
NONE_OF_ONES_OWN = word("Minst en av kommunerna behöver vara en som ditt konto gäller.")


def is_taken(refusal: str) -> bool:
    """Whether another agreement has the name."""
    return "finns redan en överenskommelse" in refusal


def in_words_of(step: Step[BaseModel], refusal: str, organisation: str | None = None) -> dict[str, str]:
    """The sentence by its field; by no field where that cannot be told."""
    if "drafted_by" in refusal and organisation:
        known = municipalities().get(organisation)
        own = known.name if known else _("din egen organisation")
        sentence = _("Du skriver för %(own)s, som behöver vara en av parterna. Ta med den.", own=own)
        return {"municipalities": sentence}
    if refusal == NOT_YOURS and "municipalities" in step.command.model_fields:
        return {"municipalities": _(NONE_OF_ONES_OWN)}
    found = PATH.search(refusal)
    if found is None:
        return {"": Written(refusal)}
    steps = [one for one in found[1].split(".") if one not in OUTER]
    names = _names(step)
    told = [one for one in steps if not one.isdecimal()]
    for length in range(len(told), 0, -1):
        if name := names.get(".".join(told[:length])):
            label = label_of(step, name).name
            return {_in_row(name, steps): Written(PATH.sub(f"{found[0][0]}ältet ”{label}”", refusal, count=1))}
    return {"": Written(refusal)}


def _names(step: Step[BaseModel]) -> Mapping[str, str]:
    """The names of the form's controls, by what the language calls them; only a new function's words can be refused."""
    controls = [one.name for one in every(controls_of(step.command)) if one.name.rpartition(".")[2] not in VARIANTS]
    called = {".".join(each for each in name.split(".") if each not in VARIANTS): name for name in controls}
    new = {name.replace("new_", "functions."): name for name in controls if name.startswith("new_")}
    return called | new


def _in_row(name: str, steps: list[str]) -> str:
    """`focus_areas.2.problem`, as refusals count from one, stands in the form's second row."""
    outer, inner = (*name.split(".", 1), "")[:2]
    row = next((int(one) - 1 for one in steps if one.isdecimal()), None)
    return f"{outer}.{row}.{inner}" if inner and row is not None else name
