"""What is connected to what in the agreements service?"""

from schemas.agreements import (
    AddCommitment,
    AddSignature,
    AmendAgreement,
    AmendCommitment,
    AppointHolder,
    AppointSubstitute,
    CancelCommitment,
    ChangeDueRule,
    CheckHealth,
    CloseAgreement,
    DraftAgreement,
    EndHolder,
    EndSubstitute,
    ExtendAgreement,
    ExtendByMonths,
    FindMailboxes,
    HandOverWork,
    ListAgreements,
    ListFunctions,
    ListQuietOrganisations,
    ReassignCommitment,
    RegisterAgreement,
    RenewAgreement,
    ReviseAgreement,
    SetMailbox,
    ShareAgreement,
    ShowAgreement,
    ShowHistory,
    SignAgreement,
    SucceedParty,
    SupersedeAgreement,
    SwitchQuiet,
    TerminateAgreement,
    TryAgreement,
    WithdrawAgreement,
)
from services.agreements.handlers import agreements, commitments, functions, history, life, questions, quiet
from services.agreements.settings import Settings
from services.runtime.clock import Clock
from services.runtime.service import Service, Wishes

ANSWERS: Wishes = {
    RegisterAgreement: agreements.register_agreement,
    DraftAgreement: agreements.draft_agreement,
    ShareAgreement: agreements.share_agreement,
    SignAgreement: agreements.sign_agreement,
    WithdrawAgreement: agreements.withdraw_agreement,
    ExtendAgreement: agreements.extend_agreement,
    AddSignature: agreements.add_signature,
    ExtendByMonths: agreements.extend_by_months,
    ReviseAgreement: agreements.revise_agreement,
    RenewAgreement: life.renew_agreement,
    AmendAgreement: life.amend_agreement,
    AmendCommitment: life.amend_commitment,
    SucceedParty: life.succeed_party,
    TerminateAgreement: life.terminate_agreement,
    SupersedeAgreement: life.supersede_agreement,
    CloseAgreement: life.close_agreement,
    AddCommitment: commitments.add_commitment,
    ChangeDueRule: commitments.change_due_rule,
    ReassignCommitment: commitments.reassign_commitment,
    CancelCommitment: commitments.cancel_commitment,
    SetMailbox: functions.set_mailbox,
    AppointHolder: functions.appoint_holder,
    EndHolder: functions.end_holder,
    AppointSubstitute: functions.appoint_substitute,
    EndSubstitute: functions.end_substitute,
    HandOverWork: functions.hand_over_work,
    SwitchQuiet: quiet.switch_quiet,
    ListAgreements: questions.list_agreements,
    ShowAgreement: questions.show_agreement,
    ShowHistory: history.show_history,
    TryAgreement: questions.try_agreement,
    FindMailboxes: functions.find_mailboxes,
    ListFunctions: functions.list_functions,
    ListQuietOrganisations: quiet.list_quiet_organisations,
}


def build(settings: Settings, clock: Clock | None = None) -> Service:
    service = Service("agreements", settings, clock)
    service.answers({**ANSWERS, CheckHealth: service.health.check})
    service.every(60, agreements.move_agreements_by_date)

    return service


if __name__ == "__main__":
    build(Settings()).run()
