"""What are methods, arenas and steering documents called in a terminal?"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from schemas.agreements.references import Arena, Method, SteeringDocument

METHODS: Mapping[StrEnum, str] = {
    Method.KROGAR_MOT_KNARK: "Krogar mot knark",
    Method.CLEAN_HARD_TRAINING: "100 % ren hårdträning",
    Method.EST: "EST",
    Method.SSPF: "SSPF (strukturen)",
    Method.PARENT_SUPPORT_ABC: "föräldrastöd ABC",
    Method.PARENT_SUPPORT_EFFEKT: "föräldrastöd EFFEKT",
    Method.TOBACCO_INSPECTION: "tobakstillsyn",
    Method.NIGHT_WALK: "nattvandring",
    Method.SAFETY_WALK: "trygghetsvandring",
    Method.NEIGHBOURHOOD_WATCH: "grannsamverkan",
}
ARENAS: Mapping[StrEnum, str] = {
    Arena.FAMILY: "familj",
    Arena.SCHOOL: "förskola och skola",
    Arena.LEISURE: "fritid",
    Arena.SOCIETY: "samhälle",
}
STEERING_DOCUMENTS: Mapping[StrEnum, str] = {
    SteeringDocument.ANDTS_STRATEGY: "den nationella ANDTS-strategin",
    SteeringDocument.ALCOHOL_AND_DRUG_PROGRAMME: "alkohol- och drogprogrammet",
    SteeringDocument.PUBLIC_HEALTH_PROGRAMME: "folkhälsoprogrammet",
    SteeringDocument.COUNCIL_PROGRAMME: "BRÅ-programmet",
}


def in_words(named: Iterable[StrEnum], words: Mapping[StrEnum, str]) -> str:
    return ", ".join(words.get(one, one.value) for one in named)
