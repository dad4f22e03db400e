"""What is following up connected to?"""

from schemas import agreements as agreed
from schemas import followup
from services.followup.handlers import (
    agreements,
    assembly,
    clocks,
    life,
    measures,
    meeting_questions,
    meetings,
    occurrences,
    public_feedback,
    questions,
    reports,
    simulations,
    summaries,
)
from services.followup.handlers.clock import DueDaysThatPassed, RemindersThatAreDue, extend_the_horizon, oldest_unsaid
from services.followup.settings import Settings
from services.runtime.clock import Clock
from services.runtime.service import Service


def build(settings: Settings, clock: Clock | None = None) -> Service:
    service = Service("followup", settings, clock)

    service.hears(agreed.AgreementDrafted, agreements.on_agreement_drafted)
    service.hears(agreed.CommitmentAdded, agreements.on_commitment_added)
    service.hears(agreed.AgreementShared, agreements.on_agreement_shared)
    service.hears(agreed.AgreementSigned, agreements.on_agreement_signed)
    service.hears(agreed.AgreementActivated, agreements.on_agreement_activated)
    service.hears(agreed.AgreementExtended, agreements.on_agreement_extended)
    service.hears(agreed.AgreementExpired, agreements.on_agreement_expired)
    service.hears(agreed.AgreementWithdrawn, agreements.on_agreement_withdrawn)
    service.hears(agreed.CommitmentDueRuleChanged, agreements.on_commitment_due_rule_changed)
    service.hears(agreed.CommitmentReassigned, agreements.on_commitment_reassigned)
    service.hears(agreed.CoordinatorsChanged, agreements.on_coordinators_changed)
    service.hears(agreed.CommitmentCancelled, agreements.on_commitment_cancelled)

    service.hears(agreed.AgreementAmended, life.on_agreement_amended)
    service.hears(agreed.CommitmentAmended, life.on_commitment_amended)
    service.hears(agreed.PartySucceeded, life.on_party_succeeded)
    service.hears(agreed.AgreementRenewed, life.on_agreement_renewed)
    service.hears(agreed.AgreementTerminated, life.on_agreement_terminated)
    service.hears(agreed.AgreementSuperseded, life.on_agreement_superseded)
    service.hears(agreed.AgreementClosed, life.on_agreement_closed)
    service.hears(agreed.AgreementRevised, clocks.on_agreement_revised)

    service.answers(followup.ReportActivity, reports.report_activity)
    service.answers(followup.CorrectReport, reports.correct_report)
    service.answers(followup.AssessCommitment, reports.assess_commitment)
    service.answers(followup.OverrideLight, reports.override_light)
    service.answers(followup.PauseOccurrence, occurrences.pause_occurrence)
    service.answers(followup.PauseCommitment, occurrences.pause_commitment)
    service.answers(followup.ResumeOccurrence, occurrences.resume_occurrence)
    service.answers(followup.ResumeCommitment, occurrences.resume_commitment)
    service.answers(followup.CancelOccurrence, occurrences.cancel_occurrence)
    service.answers(followup.MoveDueDay, occurrences.move_due_day)
    service.answers(followup.SetTarget, occurrences.set_target_of_occurrence)
    service.answers(followup.ListDue, questions.list_due)
    service.answers(followup.ListOccurrences, questions.list_occurrences)
    service.answers(followup.ShowOccurrence, questions.show_occurrence)
    service.answers(followup.ExplainOccurrence, questions.explain_occurrence)
    service.answers(followup.SimulateReminders, simulations.simulate_reminders)
    service.answers(followup.SummariseAgreement, summaries.summarise_agreement)

    service.answers(followup.PlanMeetings, meetings.plan_meetings)
    service.answers(followup.PlanMeeting, meetings.plan_meeting)
    service.answers(followup.MoveMeeting, meetings.move_meeting)
    service.answers(followup.CancelMeeting, meetings.cancel_meeting)
    service.answers(followup.AddAgendaItem, meetings.add_agenda_item)
    service.answers(followup.RecordDecision, meetings.record_decision)
    service.answers(followup.CloseMeeting, meetings.close_meeting)
    service.answers(followup.FreezeSummaryAnew, meetings.freeze_summary_anew)
    service.answers(followup.InformSteeringGroup, meetings.inform_steering_group)
    service.answers(followup.ListMeetings, meeting_questions.list_meetings)
    service.answers(followup.ShowMeeting, meeting_questions.show_meeting)
    service.answers(followup.ShowFrozenSummary, meeting_questions.show_frozen_summary)

    service.answers(followup.RecordStatutoryStep, clocks.record_statutory_step)
    service.answers(followup.RecordPublicFeedback, public_feedback.record_public_feedback)
    service.answers(followup.RecordMeasure, measures.record_measure)
    service.answers(followup.ListClocks, clocks.list_clocks)
    service.answers(followup.ListPublicFeedback, public_feedback.list_public_feedback)
    service.answers(followup.ListMeasures, measures.list_measures)
    service.answers(followup.ReportToAssembly, assembly.report_to_assembly)

    service.every(5, RemindersThatAreDue().leave)
    service.every(5, DueDaysThatPassed().announce)
    service.every(600, extend_the_horizon)
    service.every(600, meetings.plan_coming_meetings)
    service.every(600, clocks.announce_clocks)
    service.watches("reminders", oldest_unsaid)
    return service


if __name__ == "__main__":
    build(Settings()).run()
