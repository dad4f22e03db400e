"""In an agreement of several municipalities each keeps what is its own: functions, quiet and what it has done."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from schemas.agreements import (
    AddCommitment,
    AgreementLines,
    AmendCommitment,
    AppointSubstitute,
    CommitmentChanges,
    Count,
    DraftAgreement,
    Fate,
    FateWish,
    FindMailboxes,
    HandOverWork,
    History,
    ListAgreements,
    Mailboxes,
    ReassignCommitment,
    ShowHistory,
    SucceedParty,
    SupersedeAgreement,
    SwitchQuiet,
    Window,
)
from schemas.base import Command, Message, Party
from schemas.followup import (
    ListMeetings,
    MeetingLines,
    MoveDueDay,
    OccurrenceCard,
    ReportActivity,
    ShowOccurrence,
)
from schemas.notifier import AllowMail, StopMail
from schemas.portal import AccountRole
from services.portal.model.rights import MESSAGES
from services.portal.pages.own_bus import OwnBus
from services.runtime.links import Link, make_link_token
from tests.builders import KOMMUNPOLIS, SAMORDNARE, a_commitment, a_document, a_function
from tests.portal.conftest import sign
from tests.portal.html import read
from tests.portal.test_rights import Record, came_through, example, visitor
from tests.portal.visitors import signed_in
from tests.system import KEY, System

MALA = a_function("samordnare", mailbox="samordnare.mala@example.se", municipality="2418")
POLICE_OF_MALA = a_function("kommunpolis", Party.POLICE, "kommunpolis.mala@example.se", "2418")
FOUR = (KOMMUNPOLIS, SAMORDNARE, POLICE_OF_MALA, MALA)
WHO = (AccountRole.COORDINATOR, AccountRole.MUNICIPAL_POLICE, AccountRole.ADMINISTRATOR)
"""Each of Arjeplog: who wishes for anything at all about a municipality's or the police's own."""
OURS, THEIRS = "arjeplog-1/2026/2506", "arjeplog-1/2026/2418"
AGREEMENT = "arjeplog-2026-ml"
NAMED = {"agreement": AGREEMENT, "commitment": "arjeplog-1", "municipality": "2506"}


@pytest.fixture
async def joint(system: System) -> System:
    """Arjeplog and Malå, with the police of both, promise the same, each for itself."""
    each = a_commitment(recurrence=Count(min=1, window=Window.YEAR, per_municipality=True), by=FOUR)
    await sign(system, municipalities=("2506", "2418"), functions=FOUR, commitments=(each,))
    return system


def told_by(kind: type[Message], party: Party | None, **changes: object) -> Message:
    """The published example, of what belongs to Arjeplog, but for the changes."""
    message = example(kind)
    fields = NAMED | {"occurrence": OURS, "function_id": None, "party": party} | changes
    if "to_id" in kind.model_fields and "to_id" not in changes:
        fields["to_id"] = fields["function_id"]
    return message.model_copy(update={name: value for name, value in fields.items() if name in kind.model_fields})


async def test_a_function_is_changed_by_its_own_municipality_or_the_police_there_alone(joint: System):
    record, wrong = Record(joint.services["portal"].bus), []
    kinds = [kind for kind in MESSAGES if issubclass(kind, Command) and "function_id" in kind.model_fields]
    assert len(kinds) == 7  # with what somebody answers in a function's name, and to whom its work goes
    for role in WHO:
        who = visitor(role)
        for function in FOUR:
            own = (function.party, function.municipality) == (who.party, "2506")
            for kind in kinds:
                may = who.role in MESSAGES[kind].roles
                expected = ("yes" if own else "not theirs") if may else "may not"
                seen = await came_through(told_by(kind, who.party, function_id=function.id), who, record)
                if seen != expected:
                    wrong.append((role.value, kind.__name__, function.mailbox, seen))
            quiet = SwitchQuiet(
                party=function.party,
                municipality=function.municipality or "",
                quiet=True,
                reason="Brevlådan läses av flera.",
            )
            if role is not AccountRole.MUNICIPAL_POLICE:
                assert await came_through(quiet, who, record) == ("yes" if own else "not theirs")
    assert wrong == []
    coordinator, administrator = visitor(AccountRole.COORDINATOR), visitor(AccountRole.ADMINISTRATOR)
    over = HandOverWork(function_id=SAMORDNARE.id, to_id=MALA.id)
    assert await came_through(over, coordinator, record) == "not theirs"
    for wish in (StopMail(mailbox=MALA.mailbox, reason="Stängd"), AllowMail(mailbox=MALA.mailbox)):
        assert await came_through(wish, administrator, record) == "not theirs"
    days = {"since": "2026-07-01", "until": "2026-07-31"}
    stands_in = {"function_id": str(SAMORDNARE.id), "substitute_id": str(MALA.id), **days}
    wish = AppointSubstitute.model_validate(stands_in, strict=False)
    assert await came_through(wish, coordinator, record) == "yes"  # anybody may stand in for one's own


async def test_what_is_one_municipalitys_to_do_all_may_read_and_that_one_alone_reports_and_decides(joint: System):
    bus, wrong = joint.services["portal"].bus, []
    kinds = [kind for kind in MESSAGES if issubclass(kind, Command) and "occurrence" in kind.model_fields]
    assert len(kinds) == 7
    for role in WHO[:2]:
        who = visitor(role)
        for kind in kinds:
            own_function = SAMORDNARE if who.party is Party.MUNICIPALITY else KOMMUNPOLIS
            for occurrence, expected in ((OURS, "yes"), (THEIRS, "not theirs")):
                wish = told_by(kind, who.party, occurrence=occurrence, function_id=own_function.id)
                seen = await came_through(wish, who, Record(bus))
                if seen != expected:
                    wrong.append((role.value, kind.__name__, occurrence, seen))
        read_by = await OwnBus(bus, who).ask(ShowOccurrence(occurrence=THEIRS), OccurrenceCard)
        assert read_by.occurrence
    assert wrong == []


async def test_nobody_asks_in_the_other_partys_name_or_tells_who_follows_another_municipality(joint: System):
    record = Record(joint.services["portal"].bus)
    for role, own, other in (
        (AccountRole.COORDINATOR, Party.MUNICIPALITY, Party.POLICE),
        (AccountRole.MUNICIPAL_POLICE, Party.POLICE, Party.MUNICIPALITY),
    ):
        move = told_by(MoveDueDay, own).model_copy(update={"by": other})
        assert await came_through(move, visitor(role), record) == "yes"
        assert getattr(record.told[-1], "by", None) is own
    follows = {"agreement": AGREEMENT, "party": Party.MUNICIPALITY, "now": "2505", "reason": "Sammanslagning"}
    for was, seen in (("2506", "yes"), ("2418", "not theirs")):
        wish = SucceedParty.model_validate({**follows, "was": was, "on": "2026-03-02"}, strict=False)
        assert await came_through(wish, visitor(AccountRole.COORDINATOR), record) == seen


async def test_anothers_function_may_be_named_and_is_not_changed_for_that(joint: System):
    bus = joint.services["portal"].bus
    coordinator = visitor(AccountRole.COORDINATOR)
    promised = a_commitment("ny-1", agreement="ny-2026", by=(MALA,))
    draft = a_document(slug="ny-2026", functions=(MALA,), commitments=(promised,))
    await OwnBus(bus, coordinator).tell(DraftAgreement(document=draft))
    wish = told_by(AppointSubstitute, Party.MUNICIPALITY, function_id=MALA.id)
    assert await came_through(wish, coordinator, Record(bus)) == "not theirs"


async def test_which_agreements_are_ones_own_is_asked_once_and_one_in_two_counties_is_told_once(joint: System):
    bus = joint.services["portal"].bus
    record, who = Record(bus), replace(visitor(AccountRole.COORDINATOR), places=("2418", "2506"))
    own = OwnBus(record, who)
    for _ in range(2):
        found, _met = await asyncio.gather(
            own.ask(ListAgreements(), AgreementLines), own.ask(ListMeetings(), MeetingLines)
        )
        assert [line.slug for line in found.agreements] == [AGREEMENT]
    assert record.asked.count(ListAgreements) == len({"24", "25"})
    before = OwnBus(bus, who).as_of(joint.clock.now().date() - timedelta(days=1))
    assert (await before.ask(ListAgreements(), AgreementLines)).agreements == ()  # what was then is not what is now


async def test_each_municipality_opens_the_tab_of_parties_with_the_functions_of_all(joint: System):
    for code in ("2506", "2418"):
        role = {"organisation": code, "places": (code,), "mailbox": f"samordnare.{code}@example.se"}
        async with signed_in(joint.services["portal"], AccountRole.COORDINATOR, **role) as browser:
            seen = await browser.get(f"/overenskommelser/{AGREEMENT}/parter")
        assert seen.status_code == 200, code
        assert read(seen.text).words.count("@example.se") == len(FOUR)


async def test_pages_offer_changes_of_ones_own_functions_and_a_form_asks_in_nobodys_name(joint: System):
    def forms(page: str) -> bool:
        return "/gor/" in page.partition("<main")[2].partition("</main>")[0]

    async def shown(function: UUID) -> str:
        return (await browser.get(f"/funktioner/{function}")).text

    async with signed_in(joint.services["portal"], AccountRole.COORDINATOR) as browser:
        assert [forms(await shown(one.id)) for one in FOUR] == [False, True, False, False]
        assert read(await shown(POLICE_OF_MALA.id)).one("h1").text.split() == ["Polisen", "i", "Malå", "Kommunpolis"]
        address = f"/gor/flytta-sista-dag?occurrence={OURS}"
        form = read((await browser.get(address)).text)
        assert "På vems begäran" not in form.words
        assert form.sent()["by"] == "municipality"
        moved = form.sent() | {"due": "2026-11-30", "reason": "Mässan", "by": "police"}
        assert (await browser.post(address, data=moved)).status_code == 303
        theirs = read((await browser.get(f"/tillfalle/{THEIRS}")).text)
        assert "Det här tillfället är för Malå: kommunen och polisen där rapporterar." in theirs.words
        assert not theirs.all("form", **{"class": "answer"})
        assert read((await browser.get(f"/tillfalle/{OURS}")).text).one("form", **{"class": "answer"})
    card = await joint.ask(ShowOccurrence(occurrence=OURS), OccurrenceCard)
    assert [one.party for one in card.slips] == [Party.MUNICIPALITY]


async def test_a_report_of_what_they_do_together_tells_which_municipality_it_is_of_by_account_and_by_link(
    system: System,
):
    shared = a_commitment(recurrence=Count(min=3, window=Window.YEAR), by=FOUR)
    await sign(system, municipalities=("2506", "2418"), functions=FOUR, commitments=(shared,))
    slug = "arjeplog-1/2026"
    card = await system.ask(ShowOccurrence(occurrence=slug), OccurrenceCard)
    assert card.occurrence
    reached = await system.ask(FindMailboxes(functions=(POLICE_OF_MALA.id,)), Mailboxes)
    [mailbox] = reached.mailboxes
    link = Link(card.occurrence.id, mailbox.function_id, mailbox.party, mailbox.municipality)
    answer = f"/svar/{make_link_token(KEY, link, date(2026, 4, 30))}"

    async with signed_in(system.services["portal"], AccountRole.COORDINATOR) as ours:
        for address in (f"/tillfalle/{slug}", answer):
            fields = read((await ours.get(address)).text).fields()
            party = {"party": "municipality"} if address != answer else {}
            sent = await ours.post(
                address, data=fields | party | {"outcome": "gjort", "count": "1", "on": "2026-03-01"}
            )
            assert sent.status_code == 303, sent.text
        told = read((await ours.get(f"/tillfalle/{slug}/varfor")).text).words

    assert "2026-03-01 Kommunen Arjeplog 1" in told
    assert "2026-03-01 Polisen Malå 1" in told
    foreign = told_by(ReportActivity, Party.MUNICIPALITY, occurrence=slug, municipality="2418")
    record = Record(system.services["portal"].bus)
    assert await came_through(foreign, visitor(AccountRole.COORDINATOR), record) == "not theirs"


async def test_the_history_of_ones_own_tells_of_no_agreement_of_others(system: System):
    theirs = a_commitment("mala-1", agreement="mala-2026-ml", by=(MALA,))
    alone = {"slug": "mala-2026-ml", "municipalities": ("2418",), "functions": (MALA,), "commitments": (theirs,)}
    await sign(system)
    await sign(system, **alone)
    fates = (FateWish(commitment="arjeplog-1", fate=Fate.CANCELLED, reason="Malå tar över", forum="BRÅ"),)
    ended = SupersedeAgreement(agreement=AGREEMENT, successor="mala-2026-ml", on=date(2026, 3, 2), fates=fates)
    await system.tell(ended)
    bus, question = system.services["portal"].bus, ShowHistory(agreement=AGREEMENT)
    assert [one.slug for one in (await bus.ask(question, History)).others] == ["mala-2026-ml"]
    seen = await OwnBus(bus, visitor(AccountRole.COORDINATOR)).ask(question, History)
    assert (seen.lines[0].what, seen.others) == ("superseded", ())


async def test_whom_to_mail_for_another_in_what_is_signed_they_say_themselves_in_whichever_wish(joint: System):
    record = Record(joint.services["portal"].bus)
    stranger = a_function("kommunpolis", Party.POLICE, mailbox="en.annan@example.se")
    for named, seen in ((KOMMUNPOLIS, "yes"), (stranger, "not theirs")):
        promised = a_commitment("ny-1", by=(a_function(), named))
        for wish in (
            AddCommitment(agreement=AGREEMENT, commitment=promised, functions=(a_function(), named)),
            AmendCommitment(
                commitment="arjeplog-1", changes=CommitmentChanges(), reason="x", functions=(a_function(), named)
            ),
            ReassignCommitment(commitment="arjeplog-1", functions=(a_function(), named)),
        ):
            assert await came_through(wish, visitor(AccountRole.COORDINATOR), record) == seen, type(wish)
