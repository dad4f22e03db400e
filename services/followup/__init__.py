"""Owns occurrences, their reminder ladders, activity reports, assessments, meetings with their frozen summaries,
statutory clocks, what residents were told, measured values, and what the counties are told.

Hears what the agreements service says. Says what is planned, due, overdue, done, cancelled; sums up an agreement.
"""
