"""Which agreements stand under which, and who sees a draft?"""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from schemas.agreements import AgreementLine, AgreementState, AgreementType, Document
from schemas.base import Party
from services.agreements import model
from services.agreements.model import Agreement
from services.runtime.errors import Refused
from tests.agreements.lives import in_state
from tests.agreements.promised import FIRST_DAY, TODAY, registered
from tests.builders import a_document, agreement_id

S = AgreementState
COLLABORATION = {"type": AgreementType.COLLABORATION_AGREEMENT}
PARENT = "arjeplog-2025-so"


def a_parent(state: AgreementState = S.ACTIVE, **changes: object) -> Agreement:
    fields = COLLABORATION | {"since": "2025-03-01", "until": "2029-02-28", "commitments": ()} | changes
    document = a_document(PARENT, **fields)
    return in_state(state, document) if state in {S.DRAFT, S.SHARED, S.WITHDRAWN} else registered(document)


def a_plan(year: int = 2026, **changes: object) -> Document:
    fields = COLLABORATION | {"plan_year": year, "parent_id": agreement_id(PARENT), "commitments": ()}
    return a_document(f"arjeplog-plan-{year}", **(fields | changes))


def a_line(plan: Document, state: AgreementState = S.ACTIVE) -> AgreementLine:
    return AgreementLine(
        id=plan.id,
        slug=plan.slug,
        type=plan.type,
        title=plan.title,
        state=state,
        municipalities=plan.municipalities,
        counties=("25",),
        since=plan.validity.since,
        until=plan.validity.until,
        commitments=0,
        plan_year=plan.plan_year,
    )


def test_a_promise_and_an_action_plan_stand_under_an_agreement():
    model.check_family(a_document(parent_id=agreement_id(PARENT)), a_parent())
    model.check_family(a_plan(), a_parent())
    model.check_family(a_plan(2025, since="2025-03-01", until="2026-02-28"), a_parent())  # a year of its own
    model.check_family(a_plan(2025, since="2025-03-01", until="2025-12-31"), a_parent())  # the first, clipped
    model.check_family(a_plan(), replace(a_parent(), state=S.CLOSED))  # taken in afterwards


def test_what_stands_under_an_agreement_that_is_not_taken_in_yet_is_accepted():
    model.check_family(a_document(parent_id=uuid4()), None)


REFUSED_PLANS = {
    "under nothing": (a_plan(parent_id=None), None, "behöver en överenskommelse att stå under"),
    "under what is not known": (a_plan(), None, "behöver en överenskommelse att stå under"),
    "under a draft": (a_plan(), a_parent(S.DRAFT), "är ett utkast och kan inte ha åtgärdsplaner"),
    "under what was given up": (
        a_plan(),
        replace(a_parent(), state=S.TERMINATED),
        "är uppsagd och kan inte ha åtgärdsplaner",
    ),
    "under what another replaced": (a_plan(), replace(a_parent(), state=S.SUPERSEDED), "är ersatt av en annan och kan"),
    "longer than a year": (a_plan(until="2027-01-01"), a_parent(), "gäller i högst ett år"),
    "without an end": (a_plan(until=None), a_parent(), "gäller i högst ett år"),
    "of another year": (a_plan(2028), a_parent(), "gäller 2026-01-01–2026-12-31, inte 2028"),
    "after its agreement": (
        a_plan(2029, since="2029-01-01", until="2029-12-31"),
        a_parent(),
        "för 2029 ligger utanför giltighetstiden 2025-03-01–2029-02-28",
    ),
    "before its agreement": (
        a_plan(2025, since="2025-01-01", until="2025-12-31"),
        a_parent(),
        "för 2025 ligger utanför giltighetstiden",
    ),
}


@pytest.mark.parametrize(("plan", "parent", "sentence"), REFUSED_PLANS.values(), ids=REFUSED_PLANS.keys())
def test_an_action_plan_is_for_one_year_within_its_agreement(plan, parent, sentence):
    with pytest.raises(Refused, match=sentence):
        model.check_family(plan, parent)


def test_a_year_has_one_action_plan_unless_the_first_was_given_up():
    other = a_plan().model_copy(update={"id": uuid4(), "slug": "arjeplog-plan-igen"})

    with pytest.raises(Refused, match="arjeplog-plan-2026 är redan åtgärdsplan för 2026"):
        model.check_family(other, a_parent(), siblings=[a_line(a_plan())])
    model.check_family(other, a_parent(), siblings=[a_line(a_plan(), S.WITHDRAWN)])
    model.check_family(a_plan(), a_parent(), siblings=[a_line(a_plan())])  # itself


def test_nothing_stands_under_a_promise_or_an_action_plan():
    child = a_document("barn", parent_id=agreement_id(PARENT))

    with pytest.raises(Refused, match="är ett medborgarlöfte; bara en samverkansöverenskommelse har något under sig"):
        model.check_family(child, a_parent(type=AgreementType.CITIZEN_PROMISE))
    with pytest.raises(Refused, match="är en åtgärdsplan"):
        model.check_family(child, a_parent(plan_year=2026))


def test_a_parent_concerns_the_same_place():
    with pytest.raises(Refused, match="gäller ingen av kommunerna"):
        model.check_family(a_document(parent_id=agreement_id(PARENT)), a_parent(municipalities=("0136",)))


def test_nothing_stands_under_itself():
    itself = a_document(parent_id=agreement_id())

    with pytest.raises(Refused, match="kan inte stå under sig själv"):
        model.check_family(itself, None)
    with pytest.raises(Refused, match="kan inte stå under sig själv"):
        model.check_family(a_document(parent_id=agreement_id(PARENT)), a_parent(), ancestors={agreement_id()})


def test_an_agreement_does_not_end_under_an_action_plan_that_goes_on():
    with pytest.raises(Refused, match="Åtgärdsplanen arjeplog-plan-2026 under arjeplog-2025-so är aktiv"):
        model.refuse_living_plans(a_parent(), [a_line(a_plan())])
    model.refuse_living_plans(a_parent(), [a_line(a_plan(), S.EXPIRED), a_line(a_document())])


def test_an_action_plan_is_followed_by_another_not_extended():
    plan = registered(a_plan())

    with pytest.raises(Refused, match=r"gäller för ett år\. Skriv en ny plan för nästa år"):
        plan.extend(date(2027, 12, 31), "Mer tid", TODAY)


def test_a_draft_is_seen_by_the_organisation_that_wrote_it_and_no_other():
    by_municipality, facts = model.draft(a_document(), "2506")

    assert facts[0].drafted_by == "2506"
    assert by_municipality.is_visible_to("2506")
    assert by_municipality.is_visible_to(None)  # the operator
    assert not by_municipality.is_visible_to("police")
    assert not by_municipality.is_visible_to("2505")


def test_a_draft_of_nobody_is_seen_by_the_operator_alone():
    draft, _ = model.draft(a_document())

    assert not any(draft.is_visible_to(asker) for asker in ("police", "2506"))


def test_sharing_is_an_act_with_a_day_after_which_all_see_it():
    shared, facts = model.draft(a_document(), "2506")[0].share(FIRST_DAY, TODAY)

    assert facts[0].on == FIRST_DAY
    assert shared.is_visible_to("police")
    assert shared.withdraw("Ångrat")[0].is_visible_to("police")


def test_a_draft_that_was_withdrawn_was_never_shared():
    withdrawn, _ = model.draft(a_document(), "2506")[0].withdraw("Ångrat")

    assert not withdrawn.is_visible_to("police")


def test_only_a_party_writes_a_draft():
    with pytest.raises(Refused, match="Fältet drafted_by: 0136 är ingen part"):
        model.draft(a_document(), "0136")
    assert model.draft(a_document(), Party.POLICE.value)[0].drafted_by == "police"
