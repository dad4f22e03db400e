"""What are an enumeration's values called in a form?"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from schemas.agreements import AgreementType, Anchor, Arena, Fate, Method, Season, SteeringDocument, Window
from schemas.base import Party
from schemas.followup import (
    Audience,
    ClockKind,
    DecisionKind,
    Fulfilment,
    Judgement,
    LadderKind,
    Light,
    NextPeriod,
    PreventionCategory,
    ReadinessDimension,
    SurveyUnit,
)
from services.portal.pages import words
from services.portal.pages.drafts.often import Often
from services.portal.pages.drafts.rhythms import Pace, Place, Weekday
from services.portal.pages.language import Words

WORDS: Mapping[type[StrEnum], Mapping[Any, str]] = {
    Party: words.PARTIES,
    AgreementType: words.AGREEMENT_TYPES,
    Weekday: Words(
        {
            Weekday.MONDAY: "Måndag",
            Weekday.TUESDAY: "Tisdag",
            Weekday.WEDNESDAY: "Onsdag",
            Weekday.THURSDAY: "Torsdag",
            Weekday.FRIDAY: "Fredag",
            Weekday.SATURDAY: "Lördag",
            Weekday.SUNDAY: "Söndag",
        }
    ),
    Often: Words(
        {
            Often.USUAL: "Som vanligt",
            Often.FEWER: "Mer sällan",
            Often.MORE: "Oftare",
            Often.OWN: "Som ni har valt steg för steg",
        }
    ),
    Pace: Words({Pace.EVERY: "Varje vecka", Pace.EVERY_OTHER: "Varannan vecka"}),
    Place: Words(
        {
            Place.FIRST: "Den första",
            Place.SECOND: "Den andra",
            Place.THIRD: "Den tredje",
            Place.FOURTH: "Den fjärde",
            Place.LAST: "Den sista",
        }
    ),
    Fulfilment: words.FULFILMENTS,
    Window: Words(
        {
            Window.WEEK: "Vecka",
            Window.MONTH: "Månad",
            Window.QUARTER: "Kvartal",
            Window.TERTIAL: "Tertial (fyra månader)",
            Window.HALF_YEAR: "Halvår",
            Window.YEAR: "År",
            Window.AGREEMENT: "Hela överenskommelsen",
        }
    ),
    Anchor: Words({Anchor.CALENDAR: "Kalendern", Anchor.AGREEMENT: "Överenskommelsens första dag"}),
    Season: Words(
        {
            Season.SPRING: "Våren",
            Season.SUMMER: "Sommaren",
            Season.AUTUMN: "Hösten",
            Season.WINTER: "Vintern",
        }
    ),
    Judgement: Words(
        {
            Judgement.FULFILLED: "Ja",
            Judgement.PARTLY_FULFILLED: "Delvis",
            Judgement.NOT_FULFILLED: "Nej",
            Judgement.NOT_ASSESSED: "Inte bedömt",
        }
    ),
    NextPeriod: Words({NextPeriod.DROP: "Lämna", NextPeriod.KEEP: "Bevara", NextPeriod.DEVELOP: "Utveckla"}),
    Light: Words({light: f"{told.symbol} {told.words}" for light, told in words.LIGHTS.items()}),
    Fate: Words({Fate.CARRIED_OVER: "Överförs", Fate.COMPLETED: "Är genomfört", Fate.CANCELLED: "Utgår"}),
    ClockKind: words.CLOCKS,
    LadderKind: Words(
        {
            LadderKind.LONG_WINDOW: "Tillfällen på 31 dagar eller mer",
            LadderKind.SHORT_WINDOW: "Tillfällen kortare än 31 dagar",
            LadderKind.MEETING: "Uppföljningsmöten",
            LadderKind.AGREEMENT_END: "Överenskommelsens slut",
            LadderKind.REVISION: "Översyn",
            LadderKind.PUBLIC_FEEDBACK: "Återkoppling till invånarna",
        }
    ),
    Audience: Words(
        {
            Audience.RESPONSIBLE: "Alla som svarar för det",
            Audience.LEAD: "Bara den ansvariga",
            Audience.COORDINATORS: "Kommunpolis och samordnare",
        }
    ),
    DecisionKind: Words(
        {
            DecisionKind.CANCEL_COMMITMENT: "Ett åtagande utgår",
            DecisionKind.MOVE_DUE: "En sista dag flyttas",
            DecisionKind.REASSIGN: "Andra svarar för ett åtagande",
            DecisionKind.EXTEND: "Överenskommelsen förlängs",
            DecisionKind.KEEP: "Allt kvarstår som det är",
            DecisionKind.OTHER: "Annat",
        }
    ),
    ReadinessDimension: Words(
        {
            ReadinessDimension.EFFORTS: "Insatser",
            ReadinessDimension.KNOWLEDGE_OF_EFFORTS: "Kännedom om insatserna",
            ReadinessDimension.LEADERSHIP: "Ledarskap",
            ReadinessDimension.CLIMATE: "Samhällsklimat",
            ReadinessDimension.KNOWLEDGE_OF_ISSUE: "Kunskap om frågan",
            ReadinessDimension.RESOURCES: "Resurser",
        }
    ),
    PreventionCategory: Words(
        {
            PreventionCategory.STAFF_AND_BUDGET: "Personal och budget",
            PreventionCategory.POLICY: "Policy",
            PreventionCategory.COLLABORATION: "Samverkan",
            PreventionCategory.SUPERVISION_AND_LICENSING: "Tillsyn och tillstånd",
            PreventionCategory.ACTIVITIES: "Aktiviteter",
        }
    ),
    SurveyUnit: Words({SurveyUnit.PERCENT: "Procent", SurveyUnit.INDEX: "Eget index"}),
    Method: Words(
        {
            Method.KROGAR_MOT_KNARK: "Krogar mot knark",
            Method.CLEAN_HARD_TRAINING: "100 % ren hårdträning",
            Method.EST: "EST",
            Method.SSPF: "SSPF (bara att strukturen finns)",
            Method.PARENT_SUPPORT_ABC: "Föräldrastöd ABC",
            Method.PARENT_SUPPORT_EFFEKT: "Föräldrastöd EFFEKT",
            Method.TOBACCO_INSPECTION: "Tobakstillsyn",
            Method.NIGHT_WALK: "Nattvandring",
            Method.SAFETY_WALK: "Trygghetsvandring",
            Method.NEIGHBOURHOOD_WATCH: "Grannsamverkan",
        }
    ),
    Arena: Words(
        {
            Arena.FAMILY: "Familj",
            Arena.SCHOOL: "Förskola och skola",
            Arena.LEISURE: "Fritid",
            Arena.SOCIETY: "Samhälle",
        }
    ),
    SteeringDocument: Words(
        {
            SteeringDocument.ANDTS_STRATEGY: "Nationella ANDTS-strategin",
            SteeringDocument.ALCOHOL_AND_DRUG_PROGRAMME: "Alkohol- och drogprogram",
            SteeringDocument.PUBLIC_HEALTH_PROGRAMME: "Folkhälsoprogram",
            SteeringDocument.COUNCIL_PROGRAMME: "BRÅ-program",
        }
    ),
}
NEVER_CHOSEN = {Fulfilment.NOT_REPORTED, Light.GREY, ClockKind.REVISION}
"""These show by themselves; whoever wished for one would be refused."""
VARIANTS = Words(
    {
        "count": "Ett antal gånger",
        "once": "En gång",
        "schedule": "En fast rytm",
        "continuous": "Pågår löpande",
        "on_demand": "På begäran",
        "yearly": "En gång per år",
        "times": "Flera gånger per period",
        "latest": "En gång, senast en viss dag",
        "weekly": "Varje vecka på en viss dag",
        "monthly": "Varje månad på en viss dag",
        "in_season": "En gång under en årstid",
        "kept": "Som det är nu",
        "community_readiness": "Community Readiness (1–9)",
        "prevention_index": "Preventionsindex (0–20)",
        "safety_survey": "Trygghetsmätning",
        "own_indicator": "Egen indikator",
        "activity_count": "Antal aktiviteter (visar aktivitet, inte effekt)",
    }
)


def options(enumeration: type[StrEnum]) -> Iterable[tuple[str, str]]:
    """Value and word, in the language's order."""
    return [(one.value, WORDS[enumeration][one]) for one in enumeration if one not in NEVER_CHOSEN]
