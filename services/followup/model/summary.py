"""What does a follow-up meeting get? How an agreement stands, in DOMAIN's nine sections."""

from datetime import date

from schemas.agreements import AgreementState
from schemas.followup import Summary, SummaryHead
from services.followup.model import changes
from services.followup.model.agenda import agenda, decisions_of
from services.followup.model.agreement import Agreement, Promise
from services.followup.model.cadence import since_last_meeting
from services.followup.model.changes import Since
from services.followup.model.line import line
from services.followup.model.log import NOTHING_SEEN, between
from services.followup.model.meeting import Meeting, meeting_before, next_meeting
from services.followup.model.occurrence import QUIET, Occurrence
from services.followup.model.rows import rows, sections, silences
from services.followup.model.standing import Standing

PREPARE, CARRY_OUT, FOLLOW_UP = 3, 4, 5
MOST_DUE = 1000
"""In section 5: a person reads no further, and a message has a limit."""
STEPS = {
    AgreementState.DRAFT: PREPARE,
    AgreementState.SHARED: PREPARE,
    AgreementState.WITHDRAWN: PREPARE,
    AgreementState.SIGNED: CARRY_OUT,
    AgreementState.ACTIVE: CARRY_OUT,
}
"""Of Brå's five steps of collaboration; what has ended in any way is followed up."""
METHOD = (
    "Antalen är vad parterna själva har redovisat. De visar aktivitet, aldrig effekt.",
    (
        "Grönt: genomfört eller i fas. Gult: ligger efter eller pausat. Rött: försenat eller ej uppfyllt. "
        "Grått: inget rapporterat."
    ),
    "I fas betyder att minst så mycket är gjort som om arbetet fördelades jämnt över tiden.",
    "Parterna redovisar och bedömer var för sig. Att någon inte har redovisat visas alltid.",
    "En förändring i ett mått kan ha andra orsaker än det som har gjorts här.",
)


def summarise(
    standing: Standing, today: date, since: date | None = None, meeting: Meeting | None = None, *, whole: bool = True
) -> Summary:
    """How it stands now, or what is frozen for a `meeting`. Not `whole`: without sections 3 to 5.

    Section 2 counts from the mark of the meeting before; `since`: from a day instead, as where nobody has met yet,
    and then one cadence back, yet never before it began.
    """
    agreement = standing.agreement
    commitments = {commitment.id: commitment for commitment in standing.commitments}
    counted = _counted(standing, today, since, meeting)
    coming = next_meeting(standing.agreement, standing.meetings, today)
    known = rows(standing, today) if whole else {}
    due = _due(standing, coming) if whole else []
    return Summary(
        as_of=today,
        head=_head(agreement, today),
        changes=changes.told(counted, standing, today),
        focus_areas=sections(standing, known) if whole else (),
        not_reported=tuple(silences(standing, known, changes.heard(counted, standing))) if whole else (),
        next_meeting=coming,
        due_before_next_meeting=tuple(
            line(Promise(agreement, commitments[one.commitment_id]), one, today) for one in due[:MOST_DUE]
        ),
        more_due=len(due) > MOST_DUE,
        decisions_needed=agenda(standing, meeting, meeting_before(standing.meetings, meeting), today),
        statutory_clocks=standing.clocks,
        told_to_residents=standing.feedback,
        method=METHOD,
        measures=standing.measures,
        meeting=meeting.slug if meeting else None,
        decisions=decisions_of(standing, meeting) if meeting else (),
    )


def _counted(standing: Standing, today: date, since: date | None, meeting: Meeting | None) -> Since:
    agreement, last = standing.agreement, meeting_before(standing.meetings, meeting)
    if since or not standing.meetings:
        back = since_last_meeting(agreement.review.cadence, agreement.validity, today)
        return Since(since or max(back, _begun(standing, today)))
    after = last.mark if last and last.mark else NOTHING_SEEN
    said = tuple(between(standing.said, after, meeting.mark if meeting else None))
    return Since(last.day if last else agreement.validity.since, said, last.slug if last else None)


def _begun(standing: Standing, today: date) -> date:
    """The day it began to apply, or was signed if that was before; today if neither has come."""
    return min(today, standing.agreement.validity.since, *(one.planned_on for one in standing.occurrences))


def _head(agreement: Agreement, today: date) -> SummaryHead:
    until = agreement.validity.until
    return SummaryHead(
        agreement_id=agreement.id,
        slug=agreement.slug,
        type=agreement.type,
        title=agreement.title,
        state=agreement.state,
        municipalities=agreement.municipalities,
        police_areas=agreement.police_areas,
        registration_numbers=agreement.registration_numbers,
        since=agreement.validity.since,
        until=until,
        days_left=max(0, (until - today).days) if until else None,
        forum=agreement.review.forum,
        process_step=STEPS.get(agreement.state, FOLLOW_UP),
    )


def _due(standing: Standing, meeting: date | None) -> list[Occurrence]:
    """Due before the next meeting, or at any time if there is none; overdue ones are also the earliest."""
    due = [
        (one.due, one.slug, one)
        for one in standing.occurrences
        if one.due and one.state not in QUIET and (meeting is None or one.due < meeting)
    ]
    return [one for _, _, one in sorted(due, key=lambda each: each[:2])]
