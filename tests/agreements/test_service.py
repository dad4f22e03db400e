"""Does the service answer on a real bus, and say once what it was told twice?"""

from datetime import date
from pathlib import Path

import pytest

from schemas.agreements import (
    AgreementCard,
    AgreementLines,
    AgreementState,
    ListAgreements,
    RegisterAgreement,
    ShowAgreement,
)
from services.cli.reading import read
from services.runtime.errors import Refused
from tests.builders import a_document
from tests.looking import rows
from tests.system import System

EXAMPLES = Path(__file__).parents[2] / "deploy" / "embedded" / "agreements.yaml"
FIRST_DAY = date(2026, 1, 1)


async def test_all_nine_agreements_go_in_over_the_bus_and_again_without_a_trace(system: System):
    readings = read(EXAMPLES, None, date(2026, 3, 2))
    for reading in [*readings, *readings]:
        assert reading.document
        assert reading.signed_on
        await system.tell(RegisterAgreement(document=reading.document, signed_on=reading.signed_on))

    lines = (await system.ask(ListAgreements(), AgreementLines)).agreements
    assert len(lines) == 9
    assert {line.state for line in lines} == {AgreementState.ACTIVE}
    said = await rows(system.urls["agreements"], "SELECT count(*) FROM event_log WHERE subject ~ 'agreement-drafted'")
    assert said[0][0] == 9


async def test_a_refusal_reaches_who_asked_as_a_sentence(system: System):
    with pytest.raises(Refused, match=r"Fältet municipalities: 9999 är ingen svensk kommunkod\."):
        await system.tell(RegisterAgreement(document=a_document(municipalities=("9999",)), signed_on=FIRST_DAY))
    with pytest.raises(Refused, match=r"Det finns ingen överenskommelse som heter borta\."):
        await system.ask(ShowAgreement(agreement="borta"), AgreementCard)
