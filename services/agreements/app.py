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
    SignAgreement,
    SucceedParty,
    SupersedeAgreement,
    SwitchQuiet,
    TerminateAgreement,
    WithdrawAgreement,
)
from services.agreements.handlers import agreements, commitments, functions, life, questions, quiet
from services.agreements.settings import Settings
from services.runtime.clock import Clock
from services.runtime.service import Service


def build(settings: Settings, clock: Clock | None = None) -> Service:
    service = Service("agreements", settings, clock)

    service.answers(RegisterAgreement, agreements.register_agreement)
    service.answers(DraftAgreement, agreements.draft_agreement)
    service.answers(ShareAgreement, agreements.share_agreement)
    service.answers(SignAgreement, agreements.sign_agreement)
    service.answers(WithdrawAgreement, agreements.withdraw_agreement)
    service.answers(ExtendAgreement, agreements.extend_agreement)
    service.answers(AddSignature, agreements.add_signature)
    service.answers(ExtendByMonths, agreements.extend_by_months)
    service.answers(ReviseAgreement, agreements.revise_agreement)
    service.answers(RenewAgreement, life.renew_agreement)
    service.answers(AmendAgreement, life.amend_agreement)
    service.answers(AmendCommitment, life.amend_commitment)
    service.answers(SucceedParty, life.succeed_party)
    service.answers(TerminateAgreement, life.terminate_agreement)
    service.answers(SupersedeAgreement, life.supersede_agreement)
    service.answers(CloseAgreement, life.close_agreement)
    service.answers(AddCommitment, commitments.add_commitment)
    service.answers(ChangeDueRule, commitments.change_due_rule)
    service.answers(ReassignCommitment, commitments.reassign_commitment)
    service.answers(CancelCommitment, commitments.cancel_commitment)
    service.answers(SetMailbox, functions.set_mailbox)
    service.answers(AppointHolder, functions.appoint_holder)
    service.answers(EndHolder, functions.end_holder)
    service.answers(AppointSubstitute, functions.appoint_substitute)
    service.answers(EndSubstitute, functions.end_substitute)
    service.answers(HandOverWork, functions.hand_over_work)
    service.answers(SwitchQuiet, quiet.switch_quiet)

    service.answers(ListAgreements, questions.list_agreements)
    service.answers(ShowAgreement, questions.show_agreement)
    service.answers(FindMailboxes, functions.find_mailboxes)
    service.answers(ListFunctions, functions.list_functions)
    service.answers(ListQuietOrganisations, quiet.list_quiet_organisations)

    service.every(60, agreements.move_agreements_by_date)

    return service


if __name__ == "__main__":
    build(Settings()).run()
