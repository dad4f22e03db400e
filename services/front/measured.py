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

DIMENSIONS = {
    ReadinessDimension.EFFORTS: "insatser",
    ReadinessDimension.KNOWLEDGE_OF_EFFORTS: "kännedom om insatserna",
    ReadinessDimension.LEADERSHIP: "ledarskap",
    ReadinessDimension.CLIMATE: "samhällsklimat",
    ReadinessDimension.KNOWLEDGE_OF_ISSUE: "kunskap om frågan",
    ReadinessDimension.RESOURCES: "resurser",
}
CATEGORIES = {
    PreventionCategory.STAFF_AND_BUDGET: "personal och budget",
    PreventionCategory.POLICY: "policy",
    PreventionCategory.COLLABORATION: "samverkan",
    PreventionCategory.SUPERVISION_AND_LICENSING: "tillsyn och tillstånd",
    PreventionCategory.ACTIVITIES: "aktiviteter",
}
UNITS = {SurveyUnit.PERCENT: "procent", SurveyUnit.INDEX: "index"}
NOTE = (
    "Förändringen är skillnaden mellan två mätningar. Den säger inte vad som orsakade den. "
    "Antal aktiviteter visar hur mycket som gjordes, inte vad det ledde till."
)


def name(measured: Measured) -> str:
    match measured:
        case CommunityReadiness(dimension=dimension):
            return f"Community Readiness: {DIMENSIONS[dimension]}"
        case PreventionIndex(category=category):
            return f"Preventionsindex: {CATEGORIES[category]}"
        case SafetySurvey(question=question):
            return f"Trygghetsmätning: {question}"
        case OwnIndicator(name=own):
            return f"Egen indikator: {own}"
        case ActivityCount(name=counted):
            return f"Aktivitet: {counted}"


def unit(measured: Measured) -> str:
    match measured:
        case CommunityReadiness():
            return "skala 1–9"
        case PreventionIndex():
            return "poäng av 20"
        case SafetySurvey(unit=asked):
            return UNITS[asked]
        case OwnIndicator(unit=own):
            return own
        case ActivityCount():
            return "gånger"


def value(one: MeasuredValue | None) -> str:
    return f"{number(one.value)} ({one.on})" if one else "–"


def change(series: MeasureSeries) -> str:
    """With its sign. A count has no change: more done is not better."""
    if series.change is None or isinstance(series.measured, ActivityCount):
        return "–"
    sign = "" if series.change.startswith("-") else "±" if series.change == "0" else "+"
    return number(sign + series.change)


def number(text: str) -> str:
    return text.replace(".", ",").replace("-", "\N{MINUS SIGN}")
