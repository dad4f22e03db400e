"""Which municipalities and counties are there? 290 and 21, by Statistics Sweden's codes; codes are strings."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

REFERENCE = Path(__file__).parent / "reference"


@dataclass(frozen=True, slots=True)
class County:
    """`code` is two digits ("25"), `letter` the county letter ("BD")."""

    code: str
    name: str
    letter: str


@dataclass(frozen=True, slots=True)
class Municipality:
    """`code` is four digits ("2506"); its first two are the county's."""

    code: str
    name: str
    county: str


@cache
def counties() -> dict[str, County]:
    with (REFERENCE / "lan.csv").open(encoding="utf-8") as file:
        return {row["lanskod"]: County(row["lanskod"], row["namn"], row["lansbokstav"]) for row in csv.DictReader(file)}


@cache
def municipalities() -> dict[str, Municipality]:
    with (REFERENCE / "kommuner.csv").open(encoding="utf-8") as file:
        rows = [Municipality(row["kommunkod"], row["namn"], row["lanskod"]) for row in csv.DictReader(file)]
    return {municipality.code: municipality for municipality in rows}


def county_of(municipality: str) -> str:
    """The county a municipality lies in. Raises KeyError for a code that is not in use."""
    return municipalities()[municipality].county


def counties_of(codes: Iterable[str]) -> list[str]:
    """The counties concerned, each once, in code order: county is derived, never a field."""
    return sorted({county_of(code) for code in codes})
