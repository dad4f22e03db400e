"""What may be decided about an occurrence, and what is said of it? Who and why always stand beside it."""

from uuid import UUID

from schemas.base import Command, Day, Name, Party, Ref, Text
from schemas.followup.events import OccurrenceFact
from schemas.followup.parts import Times


class PauseOccurrence(Command):
    """Let it rest for a while: nobody is reminded and it is not overdue, until it is resumed."""

    occurrence: Ref
    by: Party
    reason: Name


class PauseCommitment(Command):
    """Let all open occurrences of a commitment rest."""

    commitment: Ref
    by: Party
    reason: Name


class ResumeOccurrence(Command):
    """Let a paused one go on, with a ladder of its own from today."""

    occurrence: Ref
    by: Party
    reason: Name


class ResumeCommitment(Command):
    """Let all paused occurrences of a commitment go on."""

    commitment: Ref
    by: Party
    reason: Name


class CancelOccurrence(Command):
    """Let it no longer apply; says why and who decided. The rest of the commitment stands."""

    occurrence: Ref
    reason: Name
    forum: Name


class MoveDueDay(Command):
    """Give one occurrence another due day; the rule and the other occurrences stand."""

    occurrence: Ref
    due: Day
    by: Party
    reason: Name


class SetTarget(Command):
    """Say how many times one occurrence asks for, as where less than half of its window is left."""

    occurrence: Ref
    target: Times
    by: Party
    reason: Name


class CorrectReport(Command):
    """Tell anew what was told wrong. What is absent stays as it was; the first report is kept beside it."""

    occurrence: Ref
    report: UUID
    """One of its reports."""
    party: Party
    """Whose report it is: nobody corrects another party's."""
    count: Times | None = None
    requests: Times | None = None
    on: Day | None = None
    comment: Text | None = None
    reason: Name


class OccurrencePaused(OccurrenceFact):
    """It rests until it is resumed."""

    by: Party
    reason: Text
    on: Day


class OccurrenceResumed(OccurrenceFact):
    """It goes on after a pause; earlier reminders no longer count."""

    by: Party
    reason: Text
    on: Day
    due_version: int


class OccurrenceTargetSet(OccurrenceFact):
    """People said how many times it asks for."""

    was_target: Times
    target: Times
    by: Party
    reason: Text
    on: Day


class ReportCorrected(OccurrenceFact):
    """A party tells anew what it told wrong. The new report, whole, stands in place of the one it corrects."""

    report_id: UUID
    corrects: UUID
    party: Party
    count: Times
    requests: Times | None = None
    on: Day
    comment: Text = ""
    reason: Text
    done: Times
    """All parties' counts in the window after this correction."""


class OccurrenceReopened(OccurrenceFact):
    """It was told to be completed, and a correction shows that it is not; earlier reminders no longer count."""

    by: Party
    reason: Text
    on: Day
    done: Times
    target: Times
    due_version: int
