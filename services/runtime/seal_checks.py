"""Does a log still hold what its seals signed? Found with only the rows, a public key and a copy of the seals."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import asyncpg
from nacl.signing import VerifyKey

from services.runtime.clock import Clock, day_in_stockholm
from services.runtime.seal import Digest, Seal
from services.runtime.sealing import READ, seal_of

LATEST = timedelta(days=2)
SLOWEST = timedelta(seconds=60)
"""An event is sealed within two days of its clock, or a minute of ours where that clock runs fast."""


class SealedLog:
    """Takes the rows of a log in the order of (about, sequence), and computes each seal's digest anew."""

    def __init__(self, seals: Sequence[Seal]) -> None:
        self.seals = list(seals)
        self.unsealed: datetime | None = None
        """When the oldest event was said that no seal covers."""
        self._places = sorted(seal.last_seq for seal in seals)
        self._digests = [Digest() for _ in seals]
        self._counts = [0] * len(self.seals)
        self._head: tuple[int, str, int, bytes] | None = None

    @classmethod
    async def of(cls, connection: asyncpg.Connection, service: str) -> "SealedLog":
        return cls([seal_of(service, row) for row in await connection.fetch(READ)])

    def take(self, row: asyncpg.Record) -> None:
        at = bisect_left(self._places, row["seq"])
        if at == len(self.seals):
            self.unsealed = min(self.unsealed or row["occurred_at"], row["occurred_at"])
            return
        if self._head and self._head[:2] != (at, row["about"]):
            self._turn()
        self._head = (at, row["about"], row["sequence"], row["hash"])
        self._counts[at] += 1

    def _turn(self) -> None:
        if self._head:
            at, about, sequence, chained = self._head
            self._digests[at].add(about, sequence, chained)
            self._head = None

    def broken(self) -> Iterator[Seal]:
        """The seals whose events are not those that were sealed. Asked when all rows are taken."""
        self._turn()
        total = 0
        for seal, digest, count in zip(self.seals, self._digests, self._counts, strict=True):
            total += count
            if (seal.digest, seal.events) != (digest.hex(), total):
                yield seal
            total = seal.events  # so that what is missing in one day is told of that day only


@dataclass(frozen=True, slots=True)
class Trust:
    """Whose signatures count, and what is known of the seals from elsewhere than the database."""

    keys: Mapping[str, VerifyKey]
    """By key id; none means that this system does not seal."""
    copy: Sequence[Seal] | None = None
    whole: bool = False
    """The copy is the system's own, so that it has every seal; another may be older."""


def compare(service: str, log: SealedLog, trust: Trust, clock: Clock) -> Iterator[str]:
    """What is wrong with the seals of a service's log, in sentences."""
    previous = ""
    for seal in log.seals:
        key = trust.keys.get(seal.key)
        if key is None:
            yield f"sigillet för {seal.day} är gjort med nyckeln {seal.key}, som inte är känd här"
        elif not seal.is_signed_by(key):
            yield f"sigillet för {seal.day} har en underskrift som inte stämmer"
        if seal.previous != previous:
            yield f"sigillet för {seal.day} följer inte på det förra: något sigill är ändrat eller borttaget"
        previous = seal.hash
    for seal in log.broken():
        yield f"händelserna till och med {seal.day} är inte de som förseglades"
    yield from _against_copy(service, log.seals, trust)
    if trust.keys and log.unsealed and log.unsealed < clock.now() - max(LATEST, SLOWEST * clock.speed):
        yield f"händelser från {day_in_stockholm(log.unsealed)} är inte förseglade"


def _against_copy(service: str, seals: Sequence[Seal], trust: Trust) -> Iterator[str]:
    if trust.copy is None:
        return
    kept = {seal.day: seal for seal in seals}
    copied = {seal.day: seal for seal in trust.copy if seal.service == service}
    for day, seal in copied.items():
        key = trust.keys.get(seal.key)
        if key is None or not seal.is_signed_by(key):
            yield f"sigillet för {day} i filen har en underskrift som inte stämmer"
        elif day not in kept:
            yield f"sigillet för {day} finns i filen men inte i databasen"
        elif kept[day] != seal:
            yield f"sigillet för {day} är ett annat i databasen än i filen"
    if trust.whole:
        for day in sorted(kept.keys() - copied.keys()):
            yield f"sigillet för {day} finns i databasen men inte i filen"
