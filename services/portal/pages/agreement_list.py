"""Which agreements are there? One list, to be narrowed, searched and sorted by its address alone."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import urlencode

import snowballstemmer
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

from schemas.agreements import AgreementLine, AgreementLines, AgreementState, AgreementType, ListAgreements
from schemas.geography import counties
from services.portal.pages import words
from services.portal.pages.language import Words
from services.portal.pages.rendering import render
from services.portal.pages.site import day_in, site_of, text_in

Key = Callable[[AgreementLine], object]
STEMMER = snowballstemmer.stemmer("swedish")
NEUTER, SHORTEST_ROOT = re.compile("(ets?|e?na)$"), 3
FALLING = "fallande"
PARAMETERS = {
    "sought": "sok",
    "county": "lan",
    "municipality": "kommun",
    "state": "skede",
    "type": "typ",
    "column": "ordning",
    "direction": "riktning",
    "per": "per",
}
"""What the address calls what is asked for."""
COLUMNS: dict[str, tuple[str, Key]] = {
    "namn": ("Namn", lambda one: words.swedish(one.title)),
    "kommun": ("Kommuner", lambda one: words.swedish(words.municipality(one.municipalities[0]))),
    "lan": ("Län", lambda one: [words.swedish(words.county(code)) for code in one.counties]),
    "fran": ("Gäller från", lambda one: one.since),
    "till": ("Gäller till", lambda one: (one.until is None, one.until or one.since)),
    "antal": ("Löften och åtaganden", lambda one: one.commitments),
    "skede": ("Skede", lambda one: list(AgreementState).index(one.state)),
}
"""What a column is called, and by what it is sorted. What holds until further notice ends last."""
HEADS = Words({name: head for name, (head, key) in COLUMNS.items()})


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; what it does not, or what is no value of its kind, is empty."""

    sought: str = ""
    county: str = ""
    municipality: str = ""
    state: str = ""
    type: str = ""
    column: str = ""
    direction: str = ""
    per: str = ""

    def narrows(self) -> bool:
        return bool(self.sought or self.county or self.municipality or self.state or self.type)

    def takes(self, line: AgreementLine) -> bool:
        return (
            self.county in {"", *line.counties}
            and self.municipality in {"", *line.municipalities}
            and self.state in {"", line.state.value}
            and self.type in {"", line.type.value}
            and matches(self.sought, line)
        )

    def sorts(self, column: str) -> str:
        """As `aria-sort` says it; empty for another column."""
        if column != (self.column or "namn"):
            return ""
        return "descending" if self.direction == FALLING else "ascending"

    def by(self, column: str) -> str:
        """Where a column's head leads: sorted by it, and the other way round where it is already."""
        turned = FALLING if self.sorts(column) == "ascending" else ""
        told = replace(self, column=column, direction=turned)
        asked = {said: getattr(told, name) for name, said in PARAMETERS.items()}
        return "/overenskommelser?" + urlencode({name: value for name, value in asked.items() if value})


async def list_all(request: Request) -> Response:
    """`?sok=&lan=25&kommun=2506&skede=active&typ=citizen_promise&ordning=till&riktning=fallande&per=2026-03-31`."""
    asked, hits, every = await looked_up(request)
    codes = {code for line in every for code in line.municipalities}
    return render(
        request,
        "agreements.html",
        per=day_in(request, "per"),
        asked=asked,
        agreements=hits,
        all=len(every),
        columns=HEADS,
        counties=counties().values(),
        places=sorted(codes, key=lambda code: words.swedish(words.municipality(code))),
    )


async def looked_up(request: Request) -> tuple[Asked, list[AgreementLine], tuple[AgreementLine, ...]]:
    """What the address asks for, those that are such, in its order, and all there are."""
    found = await site_of(request).as_of(day_in(request, "per")).ask(ListAgreements(), AgreementLines)
    asked = asked_in(request.query_params, found.agreements)
    return asked, ordered((line for line in found.agreements if asked.takes(line)), asked), found.agreements


def asked_in(query: QueryParams, lines: Sequence[AgreementLine]) -> Asked:
    codes = {code for line in lines for code in line.municipalities}
    return Asked(
        sought=text_in(query, "sok"),
        county=_known(query.get("lan", ""), counties()),
        municipality=_known(query.get("kommun", ""), codes),
        state=_known(query.get("skede", ""), set(AgreementState)),
        type=_known(query.get("typ", ""), set(AgreementType)),
        column=_known(query.get("ordning", ""), COLUMNS),
        direction=_known(query.get("riktning", ""), {FALLING}),
        per=query.get("per", ""),
    )


def ordered(lines: Iterable[AgreementLine], asked: Asked) -> list[AgreementLine]:
    """Equals by name, whichever way."""
    by_name, key = COLUMNS["namn"][1], COLUMNS[asked.column or "namn"][1]
    named = sorted(lines, key=by_name)  # type: ignore[arg-type]  # a key's values are of one kind
    return sorted(named, key=key, reverse=asked.direction == FALLING)  # type: ignore[arg-type]


def matches(sought: str, line: AgreementLine) -> bool:
    """Whether each word sought is in the title, the places or the type, in any inflection, also inside a compound."""
    places = [*map(words.municipality, line.municipalities), *map(words.county, line.counties)]
    told = [_stem(word) for word in _words(" ".join([line.title, words.AGREEMENT_TYPES[line.type], *places]))]
    return all(any(root in stem for root in _roots(word) for stem in told) for word in _words(sought))


def _words(text: str) -> list[str]:
    letters = (letter if letter.isalnum() else " " for letter in unicodedata.normalize("NFC", text).casefold())
    return "".join(letters).split()


def _roots(word: str) -> set[str]:
    """Also without an ending that the stemmer leaves: löftet, löftena."""
    bare = NEUTER.sub("", word)
    return {_stem(word), bare if len(bare) >= SHORTEST_ROOT else word}


@lru_cache(20_000)
def _stem(word: str) -> str:
    stem: str = STEMMER.stemWord(word)
    return stem


def _known(value: str, values: Iterable[str]) -> str:
    return value if value in values else ""
