"""Functions with holders and substitutes, for tests of whom they reach."""

from datetime import date, timedelta

from schemas.base import Party
from services.agreements.model import Function, Holder
from tests.builders import a_function

a_day = timedelta(days=1)
BEGAN = date(2026, 1, 1)
TODAY = date(2026, 3, 2)


def held(
    mailbox: str = "", role: str = "samordnare", party: Party = Party.MUNICIPALITY, municipality: str = "2506"
) -> Function:
    """A function whose holder began on BEGAN."""
    named = a_function(role, party, municipality=municipality)
    return Function(named.id, party, municipality, role, (Holder(BEGAN, mailbox or named.mailbox),))
