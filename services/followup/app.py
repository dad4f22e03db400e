"""What is following up connected to?"""

from schemas import agreements as agreed
from schemas import followup
from services.followup.handlers import (
    agreements,
    assembly,
    clocks,
    commitments,
    deadline_questions,
    ladders,
    life,
    measures,
    meeting_questions,
    meetings,
    occurrences,
    public_feedback,
    questions,
    reports,
    silences,
    simulations,
    summaries,
)
from services.followup.handlers.clock import DueDaysThatPassed, RemindersThatAreDue, extend_the_horizon, oldest_unsaid
from services.followup.settings import Settings
from services.runtime.clock import Clock
from services.runtime.service import Facts, Service, Wishes

HEARS: Facts = {
    agreed.AgreementDrafted: agreements.on_agreement_drafted,
    agreed.CommitmentAdded: agreements.on_commitment_added,
    agreed.AgreementShared: agreements.on_agreement_shared,
    agreed.AgreementSigned: agreements.on_agreement_signed,
    agreed.AgreementActivated: agreements.on_agreement_activated,
    agreed.AgreementExtended: agreements.on_agreement_extended,
    agreed.AgreementExpired: agreements.on_agreement_expired,
    agreed.AgreementWithdrawn: agreements.on_agreement_withdrawn,
    agreed.CommitmentDueRuleChanged: agreements.on_commitment_due_rule_changed,
    agreed.CommitmentReassigned: agreements.on_commitment_reassigned,
    agreed.CoordinatorsChanged: agreements.on_coordinators_changed,
    agreed.CommitmentCancelled: agreements.on_commitment_cancelled,
    agreed.AgreementAmended: life.on_agreement_amended,
    agreed.CommitmentAmended: life.on_commitment_amended,
    agreed.PartySucceeded: life.on_party_succeeded,
    agreed.AgreementRenewed: life.on_agreement_renewed,
    agreed.AgreementTerminated: life.on_agreement_terminated,
    agreed.AgreementSuperseded: life.on_agreement_superseded,
    agreed.AgreementClosed: life.on_agreement_closed,
    agreed.AgreementRevised: clocks.on_agreement_revised,
}
ANSWERS: Wishes = {
    followup.ReportActivity: reports.report_activity,
    followup.CorrectReport: reports.correct_report,
    followup.AssessCommitment: reports.assess_commitment,
    followup.OverrideLight: reports.override_light,
    followup.PauseOccurrence: occurrences.pause_occurrence,
    followup.PauseCommitment: occurrences.pause_commitment,
    followup.ResumeOccurrence: occurrences.resume_occurrence,
    followup.ResumeCommitment: occurrences.resume_commitment,
    followup.CancelOccurrence: occurrences.cancel_occurrence,
    followup.MoveDueDay: occurrences.move_due_day,
    followup.SetTarget: occurrences.set_target_of_occurrence,
    followup.ChangeLadder: ladders.change_ladder,
    followup.RestoreLadder: ladders.restore_ladder,
    followup.ShowLadder: ladders.show_ladder,
    followup.ListCommitments: commitments.list_commitments,
    followup.ListDue: questions.list_due,
    followup.CountByMonth: questions.count_by_month,
    followup.CountOverdue: questions.count_overdue,
    followup.ListSilences: silences.list_silences,
    followup.ListOccurrences: questions.list_occurrences,
    followup.ShowOccurrence: questions.show_occurrence,
    followup.ShowCommitment: questions.show_commitment,
    followup.ExplainOccurrence: questions.explain_occurrence,
    followup.PreviewRule: questions.preview_rule,
    followup.ListDeadlines: deadline_questions.list_deadlines,
    followup.SimulateReminders: simulations.simulate_reminders,
    followup.SummariseAgreement: summaries.summarise_agreement,
    followup.PlanMeetings: meetings.plan_meetings,
    followup.PlanMeeting: meetings.plan_meeting,
    followup.MoveMeeting: meetings.move_meeting,
    followup.CancelMeeting: meetings.cancel_meeting,
    followup.AddAgendaItem: meetings.add_agenda_item,
    followup.RecordDecision: meetings.record_decision,
    followup.CloseMeeting: meetings.close_meeting,
    followup.FreezeSummaryAnew: meetings.freeze_summary_anew,
    followup.InformSteeringGroup: meetings.inform_steering_group,
    followup.ListMeetings: meeting_questions.list_meetings,
    followup.ShowMeeting: meeting_questions.show_meeting,
    followup.ShowFrozenSummary: meeting_questions.show_frozen_summary,
    followup.RecordStatutoryStep: clocks.record_statutory_step,
    followup.RecordPublicFeedback: public_feedback.record_public_feedback,
    followup.RecordMeasure: measures.record_measure,
    followup.ListClocks: clocks.list_clocks,
    followup.ListPublicFeedback: public_feedback.list_public_feedback,
    followup.ListPublicPromises: public_feedback.list_public_promises,
    followup.ListMeasures: measures.list_measures,
    followup.ReportToAssembly: assembly.report_to_assembly,
}


def build(settings: Settings, clock: Clock | None = None) -> Service:
    service = Service("followup", settings, clock)
    service.hears(HEARS)
    service.answers({**ANSWERS, followup.CheckHealth: service.health.check_with_subscribers})
    service.every(5, RemindersThatAreDue().leave)
    service.every(5, DueDaysThatPassed().announce)
    service.every(600, extend_the_horizon)
    service.every(600, meetings.plan_coming_meetings)
    service.every(600, clocks.announce_clocks)
    service.watches("reminders", oldest_unsaid)
    return service


if __name__ == "__main__":
    build(Settings()).run()
