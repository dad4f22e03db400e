"""The text of a new agreement: what still holds, in the next period that is not over, by the functions there are."""

from datetime import date

import httpx
import pytest

from schemas.agreements import AgreementCard, AppointHolder, CancelCommitment, DraftAgreement, ShowAgreement
from services.portal.pages.wishes import again
from services.portal.pages.wishes.naming import Known
from services.portal.pages.wishes.reading import read_wish
from services.portal.pages.wishes.table import BY_COMMAND
from tests.builders import SAMORDNARE, a_commitment, a_document
from tests.portal.conftest import sign
from tests.portal.html import read
from tests.system import System

OLDER = "/gor/skriv-utkast?forlaga=arjeplog-2026-ml"
TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("since", "until", "begins", "ends"),
    [
        ("2026-01-01", "2026-12-31", "2027-01-01", "2027-12-31"),
        ("2024-03-15", "2027-03-14", "2027-03-15", "2030-03-14"),
        ("2019-01-01", "2019-12-31", "2026-01-01", "2026-12-31"),
        ("2024-02-29", None, "2025-02-28", None),
    ],
)
def test_the_next_period_begins_when_this_is_over_and_is_not_over_itself(
    since: str, until: str | None, begins: str, ends: str | None
) -> None:
    document = a_document(
        f"arjeplog-{since[:4]}-ml", since=since, until=until, title="Löften 2019–2020", commitments=()
    )
    text = again.next_of(AgreementCard(document=document), TODAY)

    told = read_wish(BY_COMMAND[DraftAgreement], {"document": text}, Known())
    assert isinstance(told, DraftAgreement)
    validity = told.document.validity
    assert (str(validity.since), str(validity.until) if ends else validity.until) == (begins, ends)
    year = int(begins[:4])
    assert (told.document.slug, told.document.title) == (f"arjeplog-{year}-ml", f"Löften {year}–{year + 1}")
    assert told.document.registration_numbers == {}


async def test_what_has_ended_is_left_out_and_a_function_with_a_new_holder_is_the_same_function(
    system: System, browser: httpx.AsyncClient
) -> None:
    await sign(system, commitments=(a_commitment(), a_commitment("arjeplog-2"), a_commitment("arjeplog-3")))
    await system.tell(CancelCommitment(commitment="arjeplog-2", reason="Behövs inte", forum="BRÅ"))
    await system.tell(AppointHolder(function_id=SAMORDNARE.id, mailbox="ny.samordnare@example.se"))
    await system.settle()

    form = read((await browser.get(OLDER)).text)
    assert "ny.samordnare@example.se" in form.sent()["document"]
    assert (await browser.post(OLDER, data=form.sent())).status_code == 303

    card = await system.ask(ShowAgreement(agreement="arjeplog-2027-ml"), AgreementCard)
    assert [one.slug for one in card.commitments] == ["arjeplog-1-2027", "arjeplog-3-2027"]
    assert SAMORDNARE.id in {one.function_id for one in card.commitments[0].responsible}
