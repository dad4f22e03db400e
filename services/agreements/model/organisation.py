"""Which organisations are there? The police, and each municipality by its code."""

from schemas.geography import municipalities
from services.runtime.errors import Refused

POLICE = "police"


def check_organisation(organisation: str) -> None:
    if organisation != POLICE and organisation not in municipalities():
        raise Refused(f"Det finns ingen kommun med koden {organisation}.")
