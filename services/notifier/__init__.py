"""Owns the ledger: who was mailed what, when, and what became of it. Asks followup and agreements how things stand.

Hears ReminderDue, OccurrenceDueMoved, OccurrenceCancelled, OccurrenceCompleted and FunctionMailboxChanged.
Says ReminderSent, ReminderRefused and ReminderSkipped.
"""
