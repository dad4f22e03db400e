"""Who can be tried out in a demo? One of each role, for the places of its agreements."""

from uuid import uuid5

from schemas.base import NAMESPACE_LOFTESKOLL
from schemas.portal import AccountRole, AddAccount

SMAKOM = ("2506", "2505", "2417", "2418", "2422")
"""The five municipalities of one of the agreements, and of those that stand under it."""
ALL = (*SMAKOM, "0136", "1384", "1415", "1419", "1421", "1488")


def _one(role: AccountRole, label: str, mailbox: str, organisation: str | None, places: tuple[str, ...]) -> AddAccount:
    return AddAccount(
        command_id=uuid5(NAMESPACE_LOFTESKOLL, f"demo/{mailbox}"),
        mailbox=f"{mailbox}@example.se",
        role=role,
        label=label,
        organisation=organisation,
        places=places,
    )


READY_MADE = (
    _one(AccountRole.COORDINATOR, "Samordnare, alla kommuner i provet", "samordnare.alla", "2506", ALL),
    _one(AccountRole.COORDINATOR, "Samordnare, Malå", "samordnare.mala", "2418", ("2418",)),
    _one(AccountRole.MUNICIPAL_POLICE, "Kommunpolis, Arjeplog", "kommunpolis.arjeplog", "police", ("2506",)),
    _one(AccountRole.STEERING_GROUP, "Styrgruppen, Arvidsjaur", "styrgrupp.arvidsjaur", "2505", ("2505",)),
    _one(AccountRole.COUNTY_BOARD, "Länsstyrelsen, Norrbotten", "lansstyrelsen.norrbotten", None, ("25",)),
    _one(AccountRole.ADMINISTRATOR, "Administratör, Malå", "administrator.mala", "2418", ("2418",)),
    _one(AccountRole.OPERATOR, "Drift", "drift", None, ()),
)
