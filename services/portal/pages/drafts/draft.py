"""Which draft does an address name, and what do its pages have in common?"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from schemas.agreements import (
    AgreementCard,
    AgreementLine,
    AgreementLines,
    AgreementState,
    AgreementType,
    Document,
    FunctionLine,
    ListAgreements,
    ShowAgreement,
)
from services.portal.pages.drafts.compared import standing_now
from services.portal.pages.drafts.forms import Step
from services.portal.pages.drafts.progress import OPEN, Stage, first_stages, is_open, stages
from services.portal.pages.language import Words, _, word
from services.portal.pages.posted import FORM
from services.portal.pages.rendering import render
from services.portal.pages.site import Site, name_in, site_of
from services.portal.pages.wishes.controls import controls_of, rows_in
from services.portal.pages.wishes.table import done

WAS = "was"
NOT_SAVED = word("Det är inte sparat än")
PROMISING = {AgreementState.SIGNED, AgreementState.ACTIVE}
SAID = Words(
    {
        "sparat": "Sparat. Du kan gå härifrån och fortsätta när du vill: utkastet står under Att göra.",
        "utkast": "Utkastet är sparat. Bara din organisation ser det tills det delas. Fortsätt när du vill.",
        "tillagt": "Åtagandet är sparat.",
        "struket": "Åtagandet är struket ur utkastet.",
    }
)
"""What was done a moment ago, by what the address says of it."""
OVERTAKEN = word(
    "Det här har sparats på nytt sedan du öppnade det, av någon annan eller av dig i en annan flik. Inget av det du "
    "skrev nu är sparat, men det står kvar nedan. Läs vad som står nu, och spara igen om ditt ska gälla i stället."
)


@dataclass(frozen=True, slots=True)
class Draft:
    card: AgreementCard
    document: Document

    @property
    def page(self) -> str:
        return f"/utkast/{self.document.slug}"

    @property
    def stages(self) -> list[Stage]:
        return stages(self.card)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form as it is shown: what stands in it, what is wrong with it, what its choices are."""

    step: Step[BaseModel]
    texts: Mapping[str, str]
    wrong: Mapping[str, str]
    was: str = ""
    """The mark of what stood when it was opened."""
    now: Mapping[str, str] | None = None
    """What stands, where somebody else has saved meanwhile."""


class Elsewhere(Exception):
    """It can no longer be changed here; its own page tells how it stands."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug = slug


async def draft_in(request: Request, *, to_read: bool = False) -> Draft:
    """Raises Refused for one that is not there for who asks, Elsewhere for one that is signed or given up.

    `to_read`: also while it is being signed, when it can no longer be changed.
    """
    card = await site_of(request).ask(ShowAgreement(agreement=name_in(request, "slug")), AgreementCard)
    assert card.document is not None  # noqa: S101  an answer that was not refused
    if not (card.state in OPEN if to_read else is_open(card)):
        raise Elsewhere(card.document.slug)
    return Draft(card, card.document)


async def elsewhere(request: Request, error: Exception) -> Response:
    """A handler of Elsewhere."""
    assert isinstance(error, Elsewhere)  # noqa: S101  it is connected to nothing else
    query = f"?{request.url.query}" if request.method == "GET" and request.url.query else ""
    return RedirectResponse(f"/overenskommelser/{error.slug}{query}", 303)


def without_cleared(texts: Mapping[str, str]) -> dict[str, str]:
    """A focus area of which everything is cleared is taken away, with its name in addresses."""
    kept = dict(texts)
    for row in rows_in("focus_areas", texts):
        if not any(texts.get(f"focus_areas.{row}.{name}", "").strip() for name in ("name", "problem", "cause", "goal")):
            kept.pop(f"focus_areas.{row}.id", None)
    return kept


def show_form(request: Request, draft: Draft | None, sheet: Sheet, **more: object) -> Response:
    """`draft`: None for the first form of one that is not there yet."""
    status = 409 if sheet.now is not None else 422 if sheet.wrong else 200
    values: dict[str, object] = {
        "draft": draft,
        "stages": draft.stages if draft else first_stages(),
        "step": sheet.step.address if draft else "",
        "wish": sheet.step,
        "controls": controls_of(sheet.step.command),
        "fields": {**sheet.texts, FORM: str(uuid4()), WAS: sheet.was},
        "mistakes": sheet.wrong,
        "stands": None if sheet.now is None else standing_now(sheet.step, sheet.now, sheet.texts),
        "overtaken": _(OVERTAKEN),
        "told": {},
        "functions": [],
        "suggested": {},
        "there": None,
        "reminders": None,
        "action": _itself(request),
        "done": said_in(request),
    }
    return render(request, "draft_form.html", status=status, headers=None, **(values | more))


def _itself(request: Request) -> str:
    query = request.url.remove_query_params("klart").query
    return f"{request.url.path}?{query}".rstrip("?")


def said_in(request: Request) -> str:
    """What was done a moment ago."""
    told = request.query_params.get("klart", "")
    return SAID.get(told) or done(told)


async def parents_of(site: Site, own: UUID | None = None) -> list[tuple[str, str]]:
    """What an agreement may stand under, by id: never itself, a promise or a yearly plan."""
    found = await site.ask(ListAgreements(), AgreementLines)
    return [(str(one.id), one.title) for one in found.agreements if may_have_under(one) and one.id != own]


def may_have_under(line: AgreementLine) -> bool:
    return line.type is AgreementType.COLLABORATION_AGREEMENT and not line.plan_year and line.state in PROMISING


def functions_sorted(found: Mapping[str, FunctionLine]) -> list[FunctionLine]:
    return sorted(found.values(), key=lambda one: (one.party, one.role))
