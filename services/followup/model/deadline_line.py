"""How is a deadline shown? With what a person needs to recognise it, and what becomes of its reminders."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from schemas.followup import DeadlineLine, DeadlineRung
from services.followup.model.clock import Clock
from services.followup.model.deadline import Deadline, Kept
from services.followup.model.deadline_reminder import Around, calls_signatories, lacking
from services.followup.model.explanation import roles_in_words
from services.followup.model.ladder import Step
from services.followup.model.meeting import Meeting
from services.followup.model.reminder import Ladder


@dataclass(frozen=True, slots=True)
class Subject:
    """What a deadline is of: its agreement and meeting, or its municipality's clock."""

    meeting: Meeting | None = None
    clock: Clock | None = None
    around: Around = field(default_factory=Around)


def line(deadline: Deadline, versions: Iterable[Kept], subject: Subject, today: date) -> DeadlineLine:
    """`versions`: its ladders, those of its earlier days too, in order."""
    agreement = subject.around.agreements[0] if deadline.agreement_id and subject.around.agreements else None
    quiet = deadline.quiet_on(today)
    return DeadlineLine(
        id=deadline.id,
        deadline=deadline.kind,
        due=deadline.due,
        due_version=deadline.version,
        days_left=(deadline.due - today).days,
        why_quiet=quiet,
        agreement_id=deadline.agreement_id,
        agreement=agreement.title if agreement else None,
        agreement_slug=agreement.slug if agreement else None,
        type=agreement.type if agreement else None,
        municipality=subject.clock.municipalities[0] if subject.clock and not deadline.agreement_id else None,
        meeting_slug=subject.meeting.slug if subject.meeting else None,
        rungs=tuple(
            DeadlineRung(
                rung=step.rung,
                leaves=step.day,
                state=outcome.state,
                reason=outcome.why(quiet) or _unreached(deadline, ladder, step, subject.around),
            )
            for _, ladder in versions
            for step, outcome in ladder.reminders
        ),
    )


def _unreached(deadline: Deadline, ladder: Ladder, step: Step, around: Around) -> str:
    """Who cannot be reached by it."""
    unreached = lacking(around) if calls_signatories(deadline, ladder, step.rung) else ()
    roles = roles_in_words(unreached)
    return f"Går inte till alla undertecknare: {roles} är ingen funktion i överenskommelsen." if roles else ""
