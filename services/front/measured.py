"""What is measured called, and how is a number written, in Swedish?"""

from schemas.followup import (
    ActivityCount,
    CommunityReadiness,
    Measured,
    MeasuredValue,
    MeasureSeries,
    OwnIndicator,
    PreventionCategory,
    PreventionIndex,
    ReadinessDimension,
    SafetySurvey,
    SurveyUnit,
)
from services.front.language import Words, _, word

DIMENSIONS = Words(
    {
        ReadinessDimension.EFFORTS: "insatser",
        ReadinessDimension.KNOWLEDGE_OF_EFFORTS: "kännedom om insatserna",
        ReadinessDimension.LEADERSHIP: "ledarskap",
        ReadinessDimension.CLIMATE: "samhällsklimat",
        ReadinessDimension.KNOWLEDGE_OF_ISSUE: "kunskap om frågan",
        ReadinessDimension.RESOURCES: "resurser",
    }
)
CATEGORIES = Words(
    {
        PreventionCategory.STAFF_AND_BUDGET: "personal och budget",
        PreventionCategory.POLICY: "policy",
        PreventionCategory.COLLABORATION: "samverkan",
        PreventionCategory.SUPERVISION_AND_LICENSING: "tillsyn och tillstånd",
        PreventionCategory.ACTIVITIES: "aktiviteter",
    }
)
UNITS = Words({SurveyUnit.PERCENT: "procent", SurveyUnit.INDEX: "index"})
NOTE = word(
    "Förändringen är skillnaden mellan två mätningar. Den säger inte vad som orsakade den. "
    "Antal aktiviteter visar hur mycket som gjordes, inte vad det ledde till."
)


def name(measured: Measured) -> str:
    match measured:
        case CommunityReadiness(dimension=dimension):
            return f"Community Readiness: {DIMENSIONS[dimension]}"
        case PreventionIndex(category=category):
            return _("Preventionsindex: %(category)s", category=CATEGORIES[category])
        case SafetySurvey(question=question):
            return _("Trygghetsmätning: %(question)s", question=question)
        case OwnIndicator(name=own):
            return _("Egen indikator: %(name)s", name=own)
        case ActivityCount(name=counted):
            return _("Aktivitet: %(name)s", name=counted)


def unit(measured: Measured) -> str:
    match measured:
        case CommunityReadiness():
            return _("skala 1–9")
        case PreventionIndex():
            return _("poäng av 20")
        case SafetySurvey(unit=asked):
            return UNITS[asked]
        case OwnIndicator(unit=own):
            return own
        case ActivityCount():
            return _("gånger")


def value(one: MeasuredValue | None) -> str:
    return f"{number(one.value)} ({one.on})" if one else "–"


def change(series: MeasureSeries) -> str:
    """With its sign. A count has no change: more done is not better."""
    if series.change is None or isinstance(series.measured, ActivityCount):
        return "–"
    sign = "" if series.change.startswith("-") else "±" if series.change == "0" else "+"
    return number(sign + series.change)


def number(text: str) -> str:
    return text.replace(".", _(",")).replace("-", "\N{MINUS SIGN}")
