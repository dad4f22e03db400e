"""Which agreements may stand under which? Promises and agreements under an agreement, and an action plan per year."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from uuid import UUID

from schemas.agreements import AgreementLine, AgreementState, AgreementType, Document
from services.agreements.model.agreement import Agreement
from services.agreements.model.life import LIVING, PROMISED, STATES, State
from services.agreements.model.recurrence import in_words
from services.agreements.model.renewal import months_after
from services.runtime.errors import Refused

GIVEN_UP = (State.WITHDRAWN, State.TERMINATED, State.SUPERSEDED)
MONTHS_OF_A_PLAN = 12


def check_family(
    child: Document, parent: Agreement | None, ancestors: Collection[UUID] = (), siblings: Iterable[AgreementLine] = ()
) -> None:
    """`parent`: None also where the named one is not taken in yet, which is well for anything but an action plan.

    `ancestors`: those above the parent. `siblings`: what else stands under it.
    """
    if child.parent_id == child.id or child.id in ancestors:
        raise Refused(f"Fältet parent: {child.slug} kan inte stå under sig själv.")
    if child.plan_year is not None:
        _check_plan(child, child.plan_year, parent)
        _refuse_second_plan(child, siblings)
    if parent is None:
        return
    if parent.document.plan_year is not None or parent.document.type is AgreementType.CITIZEN_PROMISE:
        kind = "en åtgärdsplan" if parent.document.plan_year else "ett medborgarlöfte"
        raise Refused(f"Fältet parent: {parent.slug} är {kind}; bara en samverkansöverenskommelse har något under sig.")
    if not set(child.municipalities) & set(parent.document.municipalities):
        raise Refused(f"Fältet parent: {parent.slug} gäller ingen av kommunerna i {child.slug}.")


def refuse_living_plans(agreement: Agreement, children: Iterable[AgreementLine]) -> None:
    """An agreement does not end while an action plan under it goes on."""
    for one in children:
        if one.plan_year and one.state in LIVING:
            raise Refused(
                f"Åtgärdsplanen {one.slug} under {agreement.slug} är {STATES[one.state]}. "
                "Avsluta, säg upp eller dra tillbaka den först."
            )


def _check_plan(plan: Document, year: int, parent: Agreement | None) -> None:
    if parent is None:
        raise Refused(f"Fältet parent: åtgärdsplanen {plan.slug} behöver en överenskommelse att stå under.")
    _refuse_unpromised(parent.slug, parent.state)
    since, until = plan.validity.since, plan.validity.until
    if until is None or until > months_after(since, MONTHS_OF_A_PLAN) - timedelta(days=1):
        raise Refused(f"Fältet validity: åtgärdsplanen {plan.slug} gäller i högst ett år.")
    if year not in {since.year, until.year}:
        raise Refused(f"Fältet plan_year: åtgärdsplanen gäller {since}–{until}, inte {year}.")
    if since < parent.validity.since or (parent.validity.until and until > parent.validity.until):
        raise Refused(
            f"Fältet validity: åtgärdsplanen för {year} ligger utanför giltighetstiden "
            f"{in_words(parent.validity)} för {parent.slug}."
        )


def _refuse_unpromised(slug: str, state: AgreementState) -> None:
    if state not in PROMISED:
        raise Refused(f"Fältet parent: {slug} är {STATES[state]} och kan inte ha åtgärdsplaner.")


def _refuse_second_plan(plan: Document, siblings: Iterable[AgreementLine]) -> None:
    for one in siblings:
        if one.id != plan.id and one.plan_year == plan.plan_year and one.state not in GIVEN_UP:
            raise Refused(f"Fältet plan_year: {one.slug} är redan åtgärdsplan för {plan.plan_year}.")
