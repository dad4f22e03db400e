"""Whose a function is, is settled when it is first named, and nobody else's naming of it changes anything."""

from uuid import uuid4

import pytest

from schemas.agreements import (
    AddCommitment,
    DraftAgreement,
    FunctionAdded,
    FunctionEntry,
    FunctionLines,
    HandOverWork,
    ListFunctions,
    ReassignCommitment,
    SetMailbox,
    ShareAgreement,
    ShowAgreement,
    SucceedParty,
)
from schemas.base import Command, Party
from services.agreements.handlers import agreements, commitments, functions, life, questions
from services.runtime.errors import Refused
from tests.agreements.test_functions import TODAY, find, listed
from tests.agreements.working import Working, ask, do, register
from tests.builders import KOMMUNPOLIS, SAMORDNARE, a_commitment, a_document, a_function

MALA = a_function("samordnare", mailbox="samordnare.mala@example.se", municipality="2418")
JOINT = {"slug": "gemensam", "municipalities": ("2506", "2418"), "commitments": ()}


async def two(working: Working) -> None:
    await register(working)
    await register(working, **JOINT, functions=(SAMORDNARE, MALA))


def wishes_naming(function: FunctionEntry) -> list[tuple[object, Command]]:
    """Every way of naming a function in an agreement of Arjeplog and Malå."""
    promised = a_commitment("ny-1", agreement="ny", by=(function,))
    more = a_commitment("mer-1", agreement="gemensam", by=(function,))
    draft = a_document(**JOINT | {"slug": "ny", "functions": (function,), "commitments": (promised,)})
    return [
        (agreements.draft_agreement, DraftAgreement(document=draft)),
        (commitments.add_commitment, AddCommitment(agreement="gemensam", commitment=more, functions=(function,))),
        (commitments.reassign_commitment, ReassignCommitment(commitment="arjeplog-1", functions=(function,))),
    ]


KNOWN = "finns redan, som samordnare hos kommunen Arjeplog"
WRONG = (
    (SAMORDNARE.model_copy(update={"municipality": "2418"}), KNOWN),
    (SAMORDNARE.model_copy(update={"party": Party.POLICE}), KNOWN),
    (SAMORDNARE.model_copy(update={"role": "rektor"}), KNOWN),
    (a_function("skola", municipality="2505"), "hör till kommunen Arvidsjaur, som inte är part"),
    (a_function("chef", Party.POLICE, municipality="2505"), "hör till polisen i Arvidsjaur, som inte är part"),
    (a_function("skola").model_copy(update={"mailbox": "till.mig@example.se"}), "id för skola följer inte"),
    (a_function("skola").model_copy(update={"id": uuid4()}), "id för skola följer inte"),
    (a_function("skola").model_copy(update={"municipality": None}), "säg vilken kommun skola hör till"),
)


async def test_what_is_anothers_is_not_described_anew_nor_claimed_before_it_is_there(working: Working):
    await two(working)
    before = await listed(working)
    for function, sentence in WRONG:
        for handler, wish in wishes_naming(function):
            with pytest.raises(Refused, match=sentence):
                await do(working, handler, wish)  # type: ignore[arg-type]
    assert await listed(working) == before


async def test_anothers_function_is_named_as_it_is_and_keeps_its_mailbox(working: Working):
    await two(working)
    named = SAMORDNARE.model_copy(update={"mailbox": "till.mig@example.se"})
    for handler, wish in wishes_naming(named)[:2]:
        facts = await do(working, handler, wish)  # type: ignore[arg-type]
        assert not [fact for fact in facts if isinstance(fact, FunctionAdded)]
    assert (await find(working))["samordnare"].mailbox == SAMORDNARE.mailbox


async def test_work_is_handed_over_within_a_municipality_and_anywhere_within_the_police(working: Working):
    await two(working)
    away = a_function("kommunpolis", Party.POLICE, "kommunpolis.mala@example.se", "2418")
    await register(working, **JOINT | {"slug": "annan"}, functions=(away,))
    with pytest.raises(Refused, match="samordnare och samordnare hör till olika kommuner"):
        await do(working, functions.hand_over_work, HandOverWork(function_id=SAMORDNARE.id, to_id=MALA.id))
    assert await do(working, functions.hand_over_work, HandOverWork(function_id=KOMMUNPOLIS.id, to_id=away.id))


async def test_a_municipalitys_functions_go_to_its_successor_and_the_polices_stay_theirs(working: Working):
    police = a_function("kommunpolis", Party.POLICE, "kommunpolis.mala@example.se", "2418")
    await register(working, **JOINT, functions=(SAMORDNARE, MALA, police))
    wish = {
        "agreement": "gemensam",
        "party": Party.MUNICIPALITY,
        "was": "2418",
        "now": "2417",
        "reason": "Sammanslagen",
    }
    await do(working, life.succeed_party, SucceedParty.model_validate({**wish, "on": "2026-03-02"}, strict=False))
    told = await ask(working, functions.list_functions, ListFunctions())
    assert isinstance(told, FunctionLines)
    found = {one.holder.mailbox: one.municipality for one in told.functions if one.holder}
    assert found == {SAMORDNARE.mailbox: "2506", MALA.mailbox: "2417", police.mailbox: "2418"}


async def test_who_guesses_anothers_function_learns_no_more_of_it_until_both_share_an_agreement(working: Working):
    await register(working, slug="malas", municipalities=("2418",), functions=(MALA,), commitments=())
    await do(working, functions.set_mailbox, SetMailbox(function_id=MALA.id, mailbox="ny@example.se"))
    both = {"municipalities": ("2506", "2418"), "functions": (SAMORDNARE, MALA), "commitments": ()}
    alone = both | {"municipalities": ("2506",)}
    for slug, document in (("gissat", both), ("ensamt", alone)):
        wish = DraftAgreement(document=a_document(**document | {"slug": slug}), drafted_by="2506")
        await do(working, agreements.draft_agreement, wish)

    async def told(agreement: str, asker: str, *places: str) -> set[str]:
        """Malå's mailbox, in a list and on the card."""
        question = ListFunctions(municipality=places[0], asker=asker, places=places)
        lines = (await ask(working, functions.list_functions, question)).functions
        shown = ShowAgreement(agreement=agreement, asker=asker, places=places)
        document = (await ask(working, questions.show_agreement, shown)).document
        listed = {one.holder.mailbox for one in lines if one.id == MALA.id}
        return listed | {one.mailbox for one in document.functions if one.id == MALA.id}

    assert await told("gissat", "2506", "2506") == {MALA.mailbox}
    assert await told("malas", "2418", "2418") == await told("malas", "police", "2418") == {"ny@example.se"}
    await do(working, agreements.share_agreement, ShareAgreement(agreement="ensamt", on=TODAY))
    assert await told("ensamt", "2506", "2506") == {MALA.mailbox}  # Malå is no party to it
    await do(working, agreements.share_agreement, ShareAgreement(agreement="gissat", on=TODAY))
    assert await told("gissat", "2506", "2506") == {"ny@example.se"}
