"""What is connected to what in the agreements service?"""

from schemas.agreements import (
    AddCommitment,
    CancelCommitment,
    ChangeDueRule,
    DraftAgreement,
    ExtendAgreement,
    FindMailboxes,
    ListAgreements,
    ReassignCommitment,
    RegisterAgreement,
    SetMailbox,
    ShareAgreement,
    ShowAgreement,
    SignAgreement,
    WithdrawAgreement,
)
from services.agreements import handlers
from services.agreements.settings import Settings
from services.runtime.clock import Clock
from services.runtime.service import Service


def build(settings: Settings, clock: Clock | None = None) -> Service:
    service = Service("agreements", settings, clock)

    service.answers(RegisterAgreement, handlers.register_agreement)
    service.answers(DraftAgreement, handlers.draft_agreement)
    service.answers(ShareAgreement, handlers.share_agreement)
    service.answers(SignAgreement, handlers.sign_agreement)
    service.answers(WithdrawAgreement, handlers.withdraw_agreement)
    service.answers(ExtendAgreement, handlers.extend_agreement)
    service.answers(AddCommitment, handlers.add_commitment)
    service.answers(ChangeDueRule, handlers.change_due_rule)
    service.answers(ReassignCommitment, handlers.reassign_commitment)
    service.answers(CancelCommitment, handlers.cancel_commitment)
    service.answers(SetMailbox, handlers.set_mailbox)

    service.answers(ListAgreements, handlers.list_agreements)
    service.answers(ShowAgreement, handlers.show_agreement)
    service.answers(FindMailboxes, handlers.find_mailboxes)

    service.every(60, handlers.move_agreements_by_date)

    return service


if __name__ == "__main__":
    build(Settings()).run()
