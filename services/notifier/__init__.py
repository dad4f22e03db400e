"""Owns the ledger: who was mailed what, when, and what became of it. Asks followup and agreements how things stand.

Hears ReminderDue, OccurrenceDueMoved, OccurrenceCancelled, OccurrenceCompleted, ActivityReported and
FunctionMailboxChanged.
Is told RecordBounce. Says ReminderSent, ReminderRefused, ReminderBounced and ReminderSkipped.
"""
