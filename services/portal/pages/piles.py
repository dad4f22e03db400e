"""What belongs together in a list? A weekly promise that nobody reports is one row, not fifty."""

from collections.abc import Iterable
from dataclasses import dataclass

from schemas.followup import OccurrenceLine


@dataclass(frozen=True, slots=True)
class Pile:
    """The occurrences of one commitment in one municipality, in the order they came."""

    first: OccurrenceLine
    more: tuple[OccurrenceLine, ...] = ()


def by_commitment(lines: Iterable[OccurrenceLine]) -> list[Pile]:
    """A pile lies where its first occurrence lay, so the most urgent stays on top."""
    together: dict[tuple[object, ...], list[OccurrenceLine]] = {}
    for line in lines:
        together.setdefault((line.commitment_id, line.municipality), []).append(line)
    return [Pile(pile[0], tuple(pile[1:])) for pile in together.values()]
