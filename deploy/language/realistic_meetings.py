"""What would a real message about a follow-up meeting say? The story of `realistic`, at its meeting in June."""

from uuid import UUID, uuid5

from schemas.base import NAMESPACE_LOFTESKOLL

AGREEMENT = uuid5(NAMESPACE_LOFTESKOLL, "lulea-2026")
MEETING = uuid5(AGREEMENT, "meeting/1")
ITEM_TEXT = "Ska vandringarna läggas samma kväll som fritidsgårdens öppet hus?"

OF_MEETINGS: dict[str, str | int | bool | UUID | list[str] | dict[str, str] | None] = {
    "asked_to_report_on": ["2026-05-21", "2026-06-04"],
    "carried_out_by": UUID("5d0b1c52-6a53-4b43-9d0e-0c5b7d3f2a11"),
    "coming": True,
    "content": '{"as_of":"2026-06-11","meeting":"lulea-2026/meeting-1"}',
    "content_hash": "5f3b2c1d9e8a7b6c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f7081920a1b",
    "decision": "move_due",
    "decision_id": uuid5(MEETING, "decision/1"),
    "first": "2026-06-11",
    "frozen_on": "2026-06-11",
    "item": "overdue:lulea-2026-vandring/2026-H1",
    "key": "item:1",
    "last_meeting": "lulea-2026/meeting-1",
    "meeting": "lulea-2026/meeting-1",
    "meeting_id": MEETING,
    "method": ["Antalen är vad parterna själva har redovisat. De visar aktivitet, aldrig effekt."],
    "process_step": 4,
    "steering_group_informed_on": "2026-06-18",
    "version": 2,
    "versions": 2,
    # where the class gives the word another meaning
    "AddAgendaItem.text": ITEM_TEXT,
    "AgendaItemAdded.text": ITEM_TEXT,
    "AgendaLine.kind": "by_hand",
    "AgendaLine.on": "2026-05-18",
    "AgendaLine.text": ITEM_TEXT,
    "CancelMeeting.reason": "Kommunpolisen är tjänstledig; mötet i september räcker",
    "CloseMeeting.on": "2026-06-11",
    "CommitmentHandedOver.on": "2026-05-18",
    "DecisionLine.kind": "move_due",
    "DecisionLine.on": "2026-06-11",
    "DecisionLine.text": "Vandringen hålls i augusti i stället",
    "DecisionRecorded.text": "Vandringen hålls i augusti i stället",
    "FollowUpApproved.on": "2026-06-11",
    "FreezeSummaryAnew.reason": "Polisens redovisning kom dagen efter mötet",
    "FrozenSummary.reason": "Polisens redovisning kom dagen efter mötet",
    "InformSteeringGroup.on": "2026-06-18",
    "MeetingCancelled.reason": "Kommunpolisen är tjänstledig; mötet i september räcker",
    "MeetingCard.reason": "Lokala BRÅ sammanträder en vecka senare",
    "MeetingClosed.on": "2026-06-11",
    "MeetingLine.agreement": "Medborgarlöfte för Luleå 2026",
    "MeetingLine.id": MEETING,
    "MeetingLine.on": "2026-06-11",
    "MeetingLine.slug": "lulea-2026/meeting-1",
    "MeetingLine.state": "planned",
    "MeetingMoved.on": "2026-06-11",
    "MeetingMoved.reason": "Lokala BRÅ sammanträder en vecka senare",
    "MeetingMoved.was_on": "2026-06-04",
    "MeetingPlanned.on": "2026-06-04",
    "MeetingPlanned.slug": "lulea-2026/meeting-1",
    "MoveMeeting.reason": "Lokala BRÅ sammanträder en vecka senare",
    "MoveMeeting.to": "2026-06-11",
    "PartyReporting.reported": True,
    "PlanMeeting.on": "2026-06-04",
    "PlanMeetings.days": ["2026-06-11", "2026-12-03"],
    "RecordDecision.text": "Vandringen hålls i augusti i stället",
    "SteeringGroupInformed.on": "2026-06-18",
    "SummaryFrozenAnew.reason": "Polisens redovisning kom dagen efter mötet",
}
