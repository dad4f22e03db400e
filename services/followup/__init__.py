"""Owns occurrences, activity reports, assessments, meetings with their frozen summaries, statutory clocks, what
residents were told, measured values, the reminder ladders of all that falls due, and what the counties are told.

Hears what the agreements service says. Says what is planned, due, overdue, done, cancelled; sums up an agreement.
"""
