"""Owns the ledger: who was mailed what, when, and what became of it.

Hears ReminderDue, OccurrenceDueMoved, OccurrenceCancelled and OccurrenceCompleted; asks followup and agreements.
Says ReminderSent, ReminderRefused and ReminderSkipped.
"""
