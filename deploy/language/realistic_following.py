"""What would a real message about an occurrence's life and a party's judgement say? The story of `realistic`."""

from uuid import UUID, uuid5

from schemas.base import NAMESPACE_LOFTESKOLL

OCCURRENCE = uuid5(uuid5(uuid5(NAMESPACE_LOFTESKOLL, "lulea-2026"), "lulea-2026-vandring"), "2026-H1/")

OF_FOLLOWING: dict[str, str | int | bool | UUID | list[str] | dict[str, str] | None] = {
    "corrects": uuid5(OCCURRENCE, "report/municipality/0"),
    "days": 92,
    "effect": "partly_fulfilled",
    "implementation": "fulfilled",
    "next_period": "develop",
    "report": uuid5(OCCURRENCE, "report/municipality/1"),
    "rule_light": "yellow",
    "target_asked": False,
    "times": 1,
    "was_target": 2,
    "CorrectReport.reason": "Vandringen den 22 april redovisades två gånger",
    "LightOverridden.light": "green",
    "LightOverridden.on": "2026-05-18",
    "LightOverridden.reason": "Målet nås i höst; vägarbetet är klart i augusti",
    "MoveDueDay.due": "2026-09-30",
    "OccurrencePaused.on": "2026-05-18",
    "OccurrencePaused.reason": "Torget byggs om till och med augusti",
    "OccurrenceReopened.due_version": 2,
    "OccurrenceReopened.on": "2026-05-18",
    "OccurrenceReopened.reason": "Vandringen den 22 april redovisades två gånger",
    "OccurrenceResumed.due_version": 2,
    "OccurrenceResumed.on": "2026-05-18",
    "OccurrenceResumed.reason": "Torget är öppet igen",
    "OccurrenceTargetSet.on": "2026-05-18",
    "OccurrenceTargetSet.reason": "Löftet gäller bara årets sista månader",
    "OccurrenceTargetSet.target": 1,
    "OverriddenLight.on": "2026-05-18",
    "OverriddenLight.reason": "Målet nås i höst; vägarbetet är klart i augusti",
    "OverrideLight.light": "green",
    "OverrideLight.reason": "Målet nås i höst; vägarbetet är klart i augusti",
    "PauseCommitment.reason": "Torget byggs om till och med augusti",
    "PauseOccurrence.reason": "Torget byggs om till och med augusti",
    "ReportCorrected.reason": "Vandringen den 22 april redovisades två gånger",
    "ReportLine.reason": "",
    "ResumeCommitment.reason": "Torget är öppet igen",
    "ResumeOccurrence.reason": "Torget är öppet igen",
    "SetTarget.reason": "Löftet gäller bara årets sista månader",
    "SetTarget.target": 1,
}
