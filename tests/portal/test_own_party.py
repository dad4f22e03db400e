"""Nobody speaks for the other party, and a function is its own party's to change."""

from datetime import date

from schemas.agreements import (
    AddCommitment,
    DraftAgreement,
    FindMailboxes,
    FunctionEntry,
    Mailboxes,
    ReassignCommitment,
    SetMailbox,
    ShareAgreement,
    SignAgreement,
    Signatory,
    SwitchQuiet,
)
from schemas.base import Party
from schemas.followup import AssessCommitment, CorrectReport, ReportActivity
from schemas.notifier import AllowMail, ListStoppedMailboxes, StopMail, StoppedMailboxes
from schemas.portal import AccountRole
from services.portal.model.naming import speaks
from services.portal.model.rights import MESSAGES
from services.portal.pages.own_bus import OwnBus
from tests.builders import KOMMUNPOLIS, SAMORDNARE, a_commitment, a_document, a_function
from tests.portal.test_rights import MALA, OURS_NAMED, THEIRS, Record, about, came_through, two, visitor
from tests.portal.visitors import signed_in
from tests.system import System

__all__ = ["two"]
SIGNATORIES = tuple(Signatory(party=party, role="chef") for party in Party)
IN_ANOTHERS_NAME = (ReportActivity, AssessCommitment, CorrectReport)


async def test_nobody_tells_judges_or_corrects_for_the_other_party(two: System):
    record = Record(two.services["portal"].bus)
    coordinator, police = visitor(AccountRole.COORDINATOR), visitor(AccountRole.MUNICIPAL_POLICE)
    for kind in IN_ANOTHERS_NAME:
        for who, other in ((coordinator, Party.POLICE), (police, Party.MUNICIPALITY)):
            assert await came_through(about(kind, OURS_NAMED, party=who.party), who, record) == "yes", kind
            foreign = about(kind, OURS_NAMED, party=who.party).model_copy(update={"party": other})
            assert await came_through(foreign, who, record) == "not theirs", kind
    assert {kind for kind in MESSAGES if speaks(kind)} == {*IN_ANOTHERS_NAME, SwitchQuiet}


async def test_a_function_is_changed_by_its_own_party_alone_and_nothing_is_put_under_anothers_agreement(two: System):
    bus = two.services["portal"].bus
    coordinator = visitor(AccountRole.COORDINATOR)
    for function, seen in ((SAMORDNARE, "yes"), (KOMMUNPOLIS, "not theirs"), (MALA, "not theirs")):
        wish = SetMailbox(function_id=function.id, mailbox="till.mig@example.se")
        assert await came_through(wish, coordinator, Record(bus)) == seen
    await two.tell(SetMailbox(function_id=MALA.id, mailbox="hemlig@example.se"))
    guessed = a_document(slug="gissat", municipalities=("2506", "2418"), functions=(SAMORDNARE, MALA), commitments=())
    await OwnBus(bus, coordinator).tell(DraftAgreement(document=guessed))
    async with signed_in(two.services["portal"], AccountRole.COORDINATOR) as browser:
        for path in ("/funktioner", f"/funktioner/{MALA.id}", "/mejl", "/utkast/gissat", "/overenskommelser/gissat"):
            page = await browser.get(path, follow_redirects=True)
            assert (page.status_code, "hemlig@" in page.text) == (200, False), path
        assert "visas som den beskrevs" in (await browser.get(f"/funktioner/{MALA.id}")).text
    where = await OwnBus(bus, coordinator).ask(FindMailboxes(functions=(MALA.id, SAMORDNARE.id)), Mailboxes)
    assert [one.mailbox for one in where.mailboxes] == [SAMORDNARE.mailbox]
    await two.tell(StopMail(mailbox=MALA.mailbox, reason="Stängd"))
    stopped = ListStoppedMailboxes(among=(MALA.mailbox,))
    assert len((await bus.ask(stopped, StoppedMailboxes)).mailboxes) == 1
    assert (await OwnBus(bus, coordinator).ask(stopped, StoppedMailboxes)).mailboxes == ()
    theirs = a_document(slug=THEIRS).id
    under = a_document(slug="ny-2026").model_copy(update={"parent_id": theirs})
    assert await came_through(DraftAgreement(document=under), coordinator, Record(bus)) == "not theirs"


async def test_an_administrator_stops_mail_to_its_own_functions_alone_and_operations_to_any(two: System):
    record = Record(two.services["portal"].bus)
    administrator, operator = visitor(AccountRole.ADMINISTRATOR), visitor(AccountRole.OPERATOR)
    others = (KOMMUNPOLIS.mailbox, MALA.mailbox, "drift@example.se")
    for mailbox, seen in ((SAMORDNARE.mailbox.upper(), "yes"), *((one, "not theirs") for one in others)):
        for wish in (StopMail(mailbox=mailbox, reason="Stängd"), AllowMail(mailbox=mailbox)):
            assert await came_through(wish, administrator, record) == seen, mailbox
            assert await came_through(wish, operator, record) == "yes"
    await two.tell(SetMailbox(function_id=SAMORDNARE.id, mailbox=MALA.mailbox))
    for wish in (StopMail(mailbox=MALA.mailbox, reason="Stängd"), AllowMail(mailbox=MALA.mailbox)):
        assert await came_through(wish, administrator, record) == "not theirs"  # what another's function has too


async def test_whom_to_mail_for_the_other_party_is_theirs_to_tell_in_what_is_signed_and_what_is_not_mails_nobody(
    two: System,
):
    """Its link would answer in their name."""
    bus, coordinator = two.services["portal"].bus, visitor(AccountRole.COORDINATOR)
    mine = a_function("kommunpolis", Party.POLICE, "till.mig@example.se")

    async def seen(who: AccountRole, function: FunctionEntry) -> set[str]:
        promised = a_commitment("mer-1", by=(function,))
        wishes = (
            ReassignCommitment(commitment="arjeplog-1", functions=(function,)),
            AddCommitment(agreement="arjeplog-2026-ml", commitment=promised, functions=(function,)),
        )
        return {await came_through(wish, visitor(who), Record(bus)) for wish in wishes}

    draft = a_document(
        slug="ny-2026",
        functions=(mine, SAMORDNARE),
        commitments=(a_commitment("ny-1", agreement="ny-2026", by=(mine,), due="2026-03-05"),),
    )
    await OwnBus(bus, coordinator).tell(DraftAgreement(document=draft))
    await OwnBus(bus, coordinator).tell(ShareAgreement(agreement="ny-2026", on=date(2026, 3, 2)))
    await two.settle()
    assert [mail for mail in two.post.mails if mine.mailbox in mail["To"]] == []
    assert await seen(AccountRole.COORDINATOR, mine) == {"not theirs"}
    assert await seen(AccountRole.MUNICIPAL_POLICE, mine) == {"yes"}
    assert await seen(AccountRole.COORDINATOR, KOMMUNPOLIS) == {"yes"}  # the agreement has it
    assert await seen(AccountRole.COORDINATOR, a_function("skola")) == {"yes"}
    await two.tell(SignAgreement(agreement="ny-2026", on=date(2026, 3, 2), signatories=SIGNATORIES))
    await two.settle()
    assert [mail for mail in two.post.mails if mine.mailbox in mail["To"]] != []
