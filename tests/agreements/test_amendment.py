"""How does what is agreed get another wording, and a party a successor?"""

from datetime import date

import pytest

from schemas.agreements import (
    AgreementAmended,
    AgreementChanges,
    AgreementState,
    AgreementType,
    Arena,
    CommitmentAmended,
    CommitmentChanges,
    Count,
    FocusArea,
    Method,
    PartySucceeded,
    Review,
    Signatory,
    SteeringDocument,
    SucceedParty,
    Validity,
    Window,
)
from schemas.base import Party
from services.agreements import model
from services.agreements.model import Agreement
from services.runtime.errors import Refused
from tests.agreements.lives import in_state
from tests.agreements.promised import FIRST_DAY, TODAY, registered
from tests.builders import KOMMUNPOLIS, a_commitment, a_document, a_function, commitment_id

WHY = "Beslut i styrgruppen"
AREAS = (
    FocusArea(id="trygghet", name="Trygghet i centrum", goal="80 procent trygga"),
    FocusArea(id="unga", name="Unga"),
)
CHANGES = {
    "title": "Medborgarlöften Arjeplog 2026",
    "police_areas": ("Norrbotten kust",),
    "revision_interval_months": 24,
    "notice_months": 3,
    "registration_numbers": {Party.MUNICIPALITY: "TEST KS 2026/0099", Party.POLICE: "TEST A000.099/2026"},
    "review": Review(cadence=Window.TERTIAL, forum="lokalt BRÅ"),
    "focus_areas": AREAS,
}


@pytest.mark.parametrize("field", CHANGES)
def test_an_amendment_is_a_new_version_that_says_which_field_changed_and_why(field: str):
    changes = AgreementChanges.model_validate({field: CHANGES[field]})

    amended, facts = model.amend(registered(), changes, WHY, TODAY)

    assert getattr(amended.as_it_stands(), field) == CHANGES[field]
    assert facts == (
        AgreementAmended(agreement_id=amended.id, version=2, fields=(field,), changes=changes, reason=WHY, on=TODAY),
    )


def test_versions_are_counted_and_the_first_wording_is_kept():
    second, _ = model.amend(registered(), AgreementChanges(title="Andra"), WHY, TODAY)
    third, facts = model.amend(second, AgreementChanges(title="Tredje"), WHY, TODAY)

    assert facts[0].version == third.life.version == 3
    assert third.first_written == a_document()
    model.refuse_other_content(third, a_document(), FIRST_DAY)


def test_what_is_said_as_before_is_no_new_version():
    same = AgreementChanges(title=a_document().title)

    assert model.amend(registered(), same, WHY, TODAY) == (registered(), ())


def test_a_party_gets_another_registration_number_and_the_other_keeps_its_own():
    changes = AgreementChanges(registration_numbers={Party.POLICE: "TEST A000.099/2026"})
    amended, facts = model.amend(registered(), changes, WHY, TODAY)

    both = {Party.MUNICIPALITY: "TEST KS 2026/0001", Party.POLICE: "TEST A000.099/2026"}
    assert amended.document.registration_numbers == both
    assert facts[0].changes.registration_numbers == both


def test_the_period_and_who_signs_change_until_it_is_signed_and_not_after():
    changes = AgreementChanges(
        validity=Validity(since=FIRST_DAY, until=date(2027, 12, 31)),
        signatories=(
            Signatory(party=Party.MUNICIPALITY, role="kommunchef"),
            Signatory(party=Party.POLICE, role="kommunpolis"),
        ),
    )
    draft, facts = model.amend(in_state(AgreementState.DRAFT), changes, WHY, TODAY)

    assert draft.validity.until == date(2027, 12, 31)
    assert facts[0].fields == ("validity", "signatories")
    with pytest.raises(Refused, match="Fältet validity: Giltighetstiden ändras inte efter undertecknandet"):
        model.amend(registered(), changes, WHY, TODAY)
    with pytest.raises(Refused, match="Fältet signatories: Undertecknarna ändras inte"):
        model.amend(registered(), changes.model_copy(update={"validity": None}), WHY, TODAY)


def test_a_draft_becomes_of_another_kind_for_other_municipalities_and_what_it_promises_is_public_by_that():
    draft = in_state(AgreementState.DRAFT)
    changes = AgreementChanges(type=AgreementType.COLLABORATION_AGREEMENT, municipalities=("2506", "2505"))

    changed, (amended, hidden) = model.amend(draft, changes, WHY, TODAY)

    assert amended.fields == ("type", "municipalities")
    assert changed.as_it_stands().municipalities == ("2506", "2505")
    assert (hidden.commitment_id, hidden.changes, hidden.version) == (
        commitment_id(),
        CommitmentChanges(public=False),
        2,
    )
    assert not changed.commitments[0].entry.public
    back, _ = model.amend(changed, AgreementChanges(type=AgreementType.CITIZEN_PROMISE), WHY, TODAY)
    assert back.commitments[0].entry.public
    for field in ("type", "municipalities"):
        with pytest.raises(Refused, match=f"Fältet {field}: .* ändras inte efter undertecknandet"):
            model.amend(registered(), changes.model_copy(update={"type": None} if field != "type" else {}), WHY, TODAY)


def test_who_answers_for_something_and_what_stands_under_it_are_not_left_by_a_party():
    elsewhere = a_function("fritid", municipality="2505")
    draft, _ = in_state(AgreementState.DRAFT).reassign(commitment_id(), (KOMMUNPOLIS, elsewhere))
    now, _ = model.amend(draft, AgreementChanges(municipalities=("2513",)), WHY, TODAY)
    functions = [model.described(one, TODAY) for one in (KOMMUNPOLIS, elsewhere)]

    model.refuse_left_behind(now, ("2513",), functions)
    with pytest.raises(Refused, match="fritid hos kommunen Arvidsjaur svarar för åtagandet ”Trygghetsvandring"):
        model.refuse_left_behind(now, ("2505", "2513"), functions)
    mine, _ = model.draft(a_document(), "2506")
    with pytest.raises(Refused, match="drafted_by: 2506 är ingen part"):
        model.amend(mine, AgreementChanges(municipalities=("2505",)), WHY, TODAY)


WRONG = {
    "a period that ends before it begins": (
        {"validity": Validity(since=FIRST_DAY, until=date(2025, 1, 1))},
        "slutdagen 2025-01-01 ligger före",
    ),
    "a rhythm that no longer fits": ({"validity": Validity(since=FIRST_DAY)}, "men den gäller tills vidare"),
    "a focus area that is promised in": ({"focus_areas": AREAS[1:]}, "nämner trygghet, som inte är ett fokusområde"),
    "a focus area twice": ({"focus_areas": (*AREAS, *AREAS)}, "Fältet focus_areas: trygghet står 2 gånger"),
    "a person": ({"title": "Löfte för 640823-3234"}, "Fältet changes.title ser ut att innehålla ett personnummer"),
}


@pytest.mark.parametrize(("changes", "sentence"), WRONG.values(), ids=WRONG.keys())
def test_an_amendment_that_does_not_hold_together_is_refused(changes: dict[str, object], sentence: str):
    whole = a_commitment(recurrence=Count(min=10, window=Window.AGREEMENT))
    draft = in_state(AgreementState.DRAFT, a_document(commitments=(whole,)))

    with pytest.raises(Refused, match=sentence):
        model.amend(draft, AgreementChanges.model_validate(changes), WHY, TODAY)


def test_a_commitment_gets_other_words_and_references_in_a_new_version():
    changes = CommitmentChanges(
        text="Trygghetsvandring med skolans personal",
        public=False,
        methods=(Method.SAFETY_WALK,),
        arenas=(Arena.SCHOOL, Arena.SOCIETY),
        steering_documents=(SteeringDocument.ANDTS_STRATEGY,),
    )
    amended, facts = model.amend_commitment(registered(), commitment_id(), changes, WHY, TODAY)

    entry = amended.commitments[0].entry
    assert (entry.text, entry.public, entry.arenas) == (changes.text, False, changes.arenas)
    assert facts == (
        CommitmentAmended(
            agreement_id=amended.id,
            commitment_id=commitment_id(),
            version=2,
            fields=("text", "public", "methods", "arenas", "steering_documents"),
            changes=changes,
            reason=WHY,
            on=TODAY,
        ),
    )


def test_a_cancelled_commitment_gets_no_other_words():
    agreement, _ = registered().cancel_commitment(commitment_id(), "Ersatt", "BRÅ", TODAY)

    with pytest.raises(Refused, match="har utgått och kan inte ändras"):
        model.amend_commitment(agreement, commitment_id(), CommitmentChanges(text="Nytt"), WHY, TODAY)


def in_order(*waits: tuple[str, str | None]) -> Agreement:
    entries = tuple(a_commitment(slug, depends_on=first) for slug, first in waits)
    return registered(a_document(commitments=entries))


def test_what_a_commitment_waits_for_is_a_commitment_where_it_names_one():
    facts = model.draft(a_document(commitments=(a_commitment(), a_commitment("arjeplog-2", depends_on="arjeplog-1"))))
    assert facts[1][2].depends_on_id == commitment_id()

    card = model.card(in_order(("arjeplog-1", "instruktörsutbildning"), ("arjeplog-2", "arjeplog-1")), ())
    assert [one.depends_on_id for one in card.commitments] == [None, commitment_id()]
    assert card.commitments[0].depends_on == "instruktörsutbildning"


def test_commitments_do_not_wait_for_each_other_in_a_ring():
    with pytest.raises(Refused, match="arjeplog-1 → arjeplog-1 väntar på varandra"):
        in_order(("arjeplog-1", "arjeplog-1"))
    chain = in_order(("arjeplog-1", None), ("arjeplog-2", "arjeplog-1"), ("arjeplog-3", "arjeplog-2"))
    with pytest.raises(Refused, match="arjeplog-1 → arjeplog-3 → arjeplog-2 → arjeplog-1"):
        model.amend_commitment(chain, commitment_id(), CommitmentChanges(depends_on="arjeplog-3"), WHY, TODAY)


def succeeding(party: Party, was: str, now: str, on: date = TODAY) -> SucceedParty:
    return SucceedParty(agreement="x", party=party, was=was, now=now, on=on, reason="Ny organisation")


def test_a_police_area_is_followed_by_its_successor_and_the_old_name_is_told():
    wish = succeeding(Party.POLICE, "Piteå Älvdal", "Norrbotten kust")
    after, facts = model.succeed_party(registered(), wish, TODAY)

    assert after.document.police_areas == ("Norrbotten kust",)
    assert after.first_written.police_areas == ("Piteå Älvdal",)
    assert facts == (
        PartySucceeded(
            agreement_id=after.id,
            party=Party.POLICE,
            was="Piteå Älvdal",
            now="Norrbotten kust",
            municipalities=("2506",),
            police_areas=("Norrbotten kust",),
            reason="Ny organisation",
            on=TODAY,
        ),
    )
    assert after.state is AgreementState.ACTIVE


def test_an_authority_that_the_agreement_does_not_list_is_succeeded_too():
    wish = succeeding(Party.POLICE, "Polismyndigheten i Västerbottens län", "Polismyndigheten", date(2015, 1, 1))
    since_2014 = registered(a_document(since="2014-10-01", until=None, police_areas=()))
    after, facts = model.succeed_party(since_2014, wish, TODAY)

    assert (facts[0].was, facts[0].now) == ("Polismyndigheten i Västerbottens län", "Polismyndigheten")
    assert after.commitments == since_2014.commitments


def test_a_draft_of_a_municipality_is_its_successors():
    draft, _ = model.draft(a_document(), "2506")
    after, _ = model.succeed_party(draft, succeeding(Party.MUNICIPALITY, "2506", "2505"), TODAY)

    assert [asker for asker in ("2505", "2506", "police") if after.is_visible_to(asker)] == ["2505"]


def test_a_draft_stays_with_who_wrote_it_when_another_is_succeeded():
    by_police, _ = model.draft(a_document(), "police")
    after, _ = model.succeed_party(by_police, succeeding(Party.MUNICIPALITY, "2506", "2505"), TODAY)

    assert after.drafted_by == "police"


def test_two_municipalities_that_become_one_are_named_once():
    agreement = registered(a_document(municipalities=("2506", "2505")))
    after, _ = model.succeed_party(agreement, succeeding(Party.MUNICIPALITY, "2506", "2505"), TODAY)

    assert after.document.municipalities == ("2505",)


def test_a_successor_is_another_known_municipality_and_has_taken_over():
    with pytest.raises(Refused, match="0136 är ingen av överenskommelsens kommuner"):
        model.succeed_party(registered(), succeeding(Party.MUNICIPALITY, "0136", "2505"), TODAY)
    with pytest.raises(Refused, match="9999 är ingen svensk kommunkod"):
        model.succeed_party(registered(), succeeding(Party.MUNICIPALITY, "2506", "9999"), TODAY)
    with pytest.raises(Refused, match="efterträdaren heter som företrädaren"):
        model.succeed_party(registered(), succeeding(Party.MUNICIPALITY, "2506", "2506"), TODAY)
    with pytest.raises(Refused, match="ligger i framtiden"):
        model.succeed_party(registered(), succeeding(Party.POLICE, "A", "B", date(2026, 3, 3)), TODAY)
