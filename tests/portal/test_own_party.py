"""Nobody speaks for the other party, and a function is its own party's to change."""

from schemas.agreements import AddCommitment, DraftAgreement, SetMailbox
from schemas.base import Party
from schemas.followup import AssessCommitment, CorrectReport, ReportActivity
from schemas.notifier import AllowMail, StopMail
from schemas.portal import AccountRole
from services.portal.model.naming import speaks
from services.portal.model.rights import MESSAGES
from tests.builders import KOMMUNPOLIS, SAMORDNARE, a_commitment, a_document, a_function
from tests.portal.test_rights import MALA, OURS_NAMED, THEIRS, Record, about, came_through, two, visitor
from tests.system import System

__all__ = ["two"]
IN_ANOTHERS_NAME = (ReportActivity, AssessCommitment, CorrectReport)


async def test_nobody_tells_judges_or_corrects_for_the_other_party(two: System):
    record = Record(two.services["portal"].bus)
    coordinator, police = visitor(AccountRole.COORDINATOR), visitor(AccountRole.MUNICIPAL_POLICE)
    for kind in IN_ANOTHERS_NAME:
        for who, other in ((coordinator, Party.POLICE), (police, Party.MUNICIPALITY)):
            assert await came_through(about(kind, OURS_NAMED, party=who.party), who, record) == "yes", kind
            foreign = about(kind, OURS_NAMED, party=who.party).model_copy(update={"party": other})
            assert await came_through(foreign, who, record) == "not theirs", kind
    assert {kind for kind in MESSAGES if speaks(kind)} == set(IN_ANOTHERS_NAME)


async def test_a_function_is_changed_by_its_own_party_alone_and_not_by_naming_it_in_an_agreement_of_ones_own(
    two: System,
):
    bus = two.services["portal"].bus
    coordinator = visitor(AccountRole.COORDINATOR)
    for function, seen in ((SAMORDNARE, "yes"), (KOMMUNPOLIS, "not theirs"), (MALA, "not theirs")):
        wish = SetMailbox(function_id=function.id, mailbox="till.mig@example.se")
        assert await came_through(wish, coordinator, Record(bus)) == seen
    for by, seen in ((SAMORDNARE, "yes"), (KOMMUNPOLIS, "yes"), (a_function("ny"), "yes"), (MALA, "not theirs")):
        promised = a_commitment("ny-1", agreement="ny-2026", by=(by,))
        draft = a_document(slug="ny-2026", functions=(by,), commitments=(promised,))
        more = AddCommitment(agreement="arjeplog-2026-ml", commitment=promised, functions=(by,))
        for wish in (DraftAgreement(document=draft), more):
            assert await came_through(wish, coordinator, Record(bus)) == seen, by.role
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
