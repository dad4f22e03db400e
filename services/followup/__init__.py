"""Owns occurrences, their reminder ladders, activity reports, assessments and what the counties are told.

Hears what the agreements service says. Says what is planned, due, overdue, done, cancelled; sums up an agreement.
"""
