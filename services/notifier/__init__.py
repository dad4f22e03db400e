"""Owns the ledger: who was mailed what, when, and what became of it. Asks followup and agreements how things stand.

Hears ReminderDue, DeadlineReminderDue, RemindersSaid, OccurrenceDueMoved, OccurrenceCancelled, OccurrencePaused,
OccurrenceCompleted, ActivityReported and FunctionMailboxChanged. Is told RecordBounce, StopMail, AllowMail and
SendSignInLink. Says ReminderSent, ReminderRefused, ReminderBounced, ReminderSkipped, MailStopped and MailAllowed.
"""
