"""What is connected to what in the notifier?"""

from schemas.agreements import FunctionMailboxChanged
from schemas.followup import (
    ActivityReported,
    DeadlineReminderDue,
    OccurrenceCancelled,
    OccurrenceCompleted,
    OccurrenceDueMoved,
    OccurrencePaused,
    ReminderDue,
    RemindersSaid,
)
from schemas.notifier import (
    AllowMail,
    CheckHealth,
    FindUnreached,
    ListStoppedMailboxes,
    RecordBounce,
    SendSignInLink,
    ShowLedger,
    SimulateMails,
    StopMail,
)
from services.notifier.handlers.answers import find_unreached, on_activity_reported
from services.notifier.handlers.bounces import record_bounce
from services.notifier.handlers.hearing import (
    on_deadline_reminder_due,
    on_function_mailbox_changed,
    on_occurrence_cancelled,
    on_occurrence_completed,
    on_occurrence_due_moved,
    on_occurrence_paused,
    on_reminder_due,
    on_reminders_said,
)
from services.notifier.handlers.ledger import oldest_unsent, show_ledger
from services.notifier.handlers.mailing import mailing, sign_in_mailing
from services.notifier.handlers.sign_in import send_sign_in_link
from services.notifier.handlers.simulation import simulating
from services.notifier.handlers.stopping import allow_mail, stop_mail, stopped_mailboxes
from services.notifier.settings import Settings
from services.runtime.clock import Clock
from services.runtime.service import Facts, Service, Wishes

HEARS: Facts = {
    ReminderDue: on_reminder_due,
    DeadlineReminderDue: on_deadline_reminder_due,
    RemindersSaid: on_reminders_said,
    OccurrenceDueMoved: on_occurrence_due_moved,
    OccurrenceCancelled: on_occurrence_cancelled,
    OccurrencePaused: on_occurrence_paused,
    OccurrenceCompleted: on_occurrence_completed,
    ActivityReported: on_activity_reported,
    FunctionMailboxChanged: on_function_mailbox_changed,
}
ANSWERS: Wishes = {
    RecordBounce: record_bounce,
    StopMail: stop_mail,
    AllowMail: allow_mail,
    SendSignInLink: send_sign_in_link,
    ShowLedger: show_ledger,
    FindUnreached: find_unreached,
}


def build(settings: Settings, clock: Clock | None = None) -> Service:
    service = Service("notifier", settings, clock)
    service.hears(HEARS)
    ceiling = settings.weekly_ceiling
    told: Wishes = {
        SimulateMails: simulating(ceiling),
        ListStoppedMailboxes: stopped_mailboxes(ceiling),
        CheckHealth: service.health.check,
    }
    service.answers({**ANSWERS, **told})
    service.every(1, mailing(settings))
    service.every(1, sign_in_mailing(settings))
    service.watches("mail", oldest_unsent)
    return service


if __name__ == "__main__":
    build(Settings()).run()
