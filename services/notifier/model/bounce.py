"""What does it mean that a mail came back?"""

import re
from collections.abc import Collection
from datetime import date

from schemas.notifier import MailState, ReminderBounced
from services.notifier.model.notice import Claim

MEANINGS = {
    r"\.1\.([1236]|10)": "adressen finns inte",
    r"\.2\.1": "brevlådan är avstängd",
    r"\.2\.2": "brevlådan är full",
    r"\.(2\.3|3\.4)": "mejlet är för stort",
    r"\.4\.\d+": "mottagarens e-postserver gick inte att nå i tid",
    r"\.7\.\d+": "mottagarens e-postserver släpper inte in våra mejl",
}
"""RFC 3463, and 10 from RFC 7505: what follows the first digit of a code. The other codes are told bare."""


def reason(code: str, on: date) -> str:
    """What the ledger says about it."""
    meaning = next((words for pattern, words in MEANINGS.items() if re.fullmatch(pattern, code[1:])), "")
    return f"Kom tillbaka {on} med koden {code}" + (f": {meaning}." if meaning else ".")


def why_not(states: Collection[MailState]) -> str:
    """Why no notice of a mail has come back just now; empty when all of it was known to have come back."""
    if not states:
        return "Inget mejl härifrån har det Message-ID som rapporten nämner."
    return "" if MailState.BOUNCED in states else "Mejlet som rapporten nämner blev aldrig skickat."


def fact(claim: Claim, code: str, on: date) -> ReminderBounced:
    return ReminderBounced(
        notice_id=claim.notice_id,
        occurrence_id=claim.occurrence_id,
        deadline_id=claim.deadline_id,
        function_id=claim.function_id,
        rung=claim.rung,
        code=code,
        on=on,
    )
