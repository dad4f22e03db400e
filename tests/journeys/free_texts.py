"""Which texts may a person write in a wish, and what is a wish that has them all? Each text here is `TEXT`."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from schemas import agreements as a
from schemas import followup as f
from schemas import notifier as n
from schemas import portal as p
from schemas.base import Command, Party
from tests.builders import KOMMUNPOLIS, SAMORDNARE, a_commitment, a_document, register_agreement

TEXT = "Fri text"
MAILBOX = "fri.text@example.se"
TODAY = date(2026, 3, 2)
KOMMUN = Party.MUNICIPALITY
OURS = "arjeplog-2026-ml"
LONGEST_REF = 200
"""By its length a name of something that there is already is told from a text of one's own."""
READ_AS_A_RULE = ".recurrence.rrule"


def other(slug: str) -> a.Document:
    commitment = a_commitment(f"{slug}-1", due="2026-06-30", agreement=slug)
    return a_document(slug, title=slug, commitments=(commitment,))


SEEDED: tuple[Command, ...] = (
    register_agreement(
        commitments=(
            a_commitment("oppet", due="2026-06-30"),
            a_commitment("pausat", due="2026-06-30"),
            a_commitment("redovisat", a.Count(min=5, window=a.Window.YEAR)),
        )
    ),
    a.RegisterAgreement(document=other("efter"), signed_on=TODAY),
    a.DraftAgreement(document=other("delat")),
    a.ShareAgreement(agreement="delat", on=TODAY),
    f.PauseCommitment(commitment="pausat", by=KOMMUN, reason="Vikariat"),
    f.ReportActivity(occurrence="redovisat/2026", party=KOMMUN, count=1, on=TODAY),
    f.PlanMeeting(agreement=OURS, on=TODAY),
    f.CloseMeeting(meeting=f"{OURS}/meeting-1", on=TODAY),
    f.PlanMeeting(agreement=OURS, on=date(2026, 5, 5)),
    f.ChangeLadder(agreement=OURS, ladder=f.LadderKind.SHORT_WINDOW, steps=(), by=KOMMUN, reason="Tätt nog"),
)


def a_full_document() -> a.Document:
    function = a.FunctionEntry(id=SAMORDNARE.id, party=KOMMUN, municipality="2506", role=TEXT, mailbox=MAILBOX)
    responsible = a.Responsible(function_id=SAMORDNARE.id, party=KOMMUN, role=TEXT)
    return a_document(
        "nytt",
        title=TEXT,
        police_areas=(TEXT,),
        registration_numbers={KOMMUN: TEXT},
        signatories=(a.Signatory(party=KOMMUN, role=TEXT), a.Signatory(party=Party.POLICE, role="chef")),
        review=a.Review(forum=TEXT),
        purposes=(TEXT,),
        focus_areas=(a.FocusArea(id="trygghet", name=TEXT, problem=TEXT, cause=TEXT, goal=TEXT),),
        functions=(function, KOMMUNPOLIS),
        commitments=(
            a_commitment("nytt-1", agreement="nytt", text=TEXT, depends_on=TEXT, note=TEXT, responsible=(responsible,)),
        ),
    )


def wishes(report: UUID) -> list[Command]:
    """`report`: one that may be corrected."""
    return [*_of_documents(), *_of_agreements(), *_of_occurrences(report), *_of_meetings(), *_of_years()]


def _of_documents() -> list[Command]:
    document = a_full_document()
    changes = {"title", "police_areas", "registration_numbers", "signatories", "review", "purposes", "focus_areas"}
    return [
        a.RegisterAgreement(document=document, signed_on=TODAY),
        a.DraftAgreement(document=document),
        a.AddCommitment(agreement=OURS, commitment=document.commitments[0], functions=document.functions[:1]),
        a.AmendAgreement(
            agreement="delat",
            changes=a.AgreementChanges.model_validate({name: getattr(document, name) for name in changes}),
            reason=TEXT,
        ),
        a.AmendCommitment(
            commitment="oppet",
            changes=a.CommitmentChanges(text=TEXT, depends_on=TEXT, note=TEXT),
            reason=TEXT,
            functions=document.functions[:1],
        ),
        a.ReassignCommitment(commitment="oppet", functions=document.functions[:1]),
        a.SignAgreement(agreement="delat", on=TODAY, signatories=document.signatories),
        a.AppointHolder(function_id=SAMORDNARE.id, mailbox=MAILBOX, label=TEXT),
        a.SetMailbox(function_id=SAMORDNARE.id, mailbox=MAILBOX),
    ]


def _of_agreements() -> list[Command]:
    twice = a.Count(min=2, window=a.Window.YEAR)
    fate = a.FateWish(commitment="oppet", fate=a.Fate.CANCELLED, reason=TEXT, forum=TEXT)
    return [
        a.CancelCommitment(commitment="oppet", reason=TEXT, forum=TEXT),
        a.ChangeDueRule(commitment="oppet", recurrence=twice, by=KOMMUN, reason=TEXT),
        a.ExtendAgreement(agreement=OURS, until=date(2027, 12, 31), reason=TEXT),
        a.ExtendByMonths(agreement=OURS, months=6, reason=TEXT),
        a.ReviseAgreement(agreement=OURS, on=TODAY, forum=TEXT),
        a.SucceedParty(agreement=OURS, party=Party.POLICE, was=TEXT, now=f"{TEXT} två", on=TODAY, reason=TEXT),
        a.SupersedeAgreement(agreement=OURS, successor="efter", on=TODAY, fates=(fate,)),
        a.TerminateAgreement(agreement=OURS, given_on=TODAY, reason=TEXT, forum=TEXT),
        a.WithdrawAgreement(agreement="delat", reason=TEXT),
    ]


def _of_occurrences(report: UUID) -> list[Command]:
    by_kommun: dict[str, Any] = {"by": KOMMUN, "reason": TEXT}
    return [
        f.ReportActivity(occurrence="oppet/once", party=KOMMUN, count=1, on=TODAY, comment=TEXT),
        f.CorrectReport(occurrence="redovisat/2026", report=report, party=KOMMUN, comment=TEXT, reason=TEXT),
        f.AssessCommitment(commitment="oppet", party=KOMMUN, fulfilment=f.Fulfilment.FULFILLED, on=TODAY, comment=TEXT),
        f.OverrideLight(commitment="oppet", light=f.Light.RED, **by_kommun),
        f.CancelOccurrence(occurrence="oppet/once", reason=TEXT, forum=TEXT),
        f.MoveDueDay(occurrence="oppet/once", due=date(2026, 7, 31), **by_kommun),
        f.PauseCommitment(commitment="oppet", **by_kommun),
        f.PauseOccurrence(occurrence="oppet/once", **by_kommun),
        f.ResumeCommitment(commitment="pausat", **by_kommun),
        f.ResumeOccurrence(occurrence="pausat/once", **by_kommun),
        f.SetTarget(occurrence="redovisat/2026", target=3, **by_kommun),
        f.ChangeLadder(agreement=OURS, ladder=f.LadderKind.LONG_WINDOW, steps=(), **by_kommun),
        f.RestoreLadder(agreement=OURS, ladder=f.LadderKind.SHORT_WINDOW, **by_kommun),
    ]


def _of_meetings() -> list[Command]:
    coming = f"{OURS}/meeting-2"
    return [
        f.AddAgendaItem(meeting=coming, text=TEXT),
        f.CancelMeeting(meeting=coming, reason=TEXT),
        f.MoveMeeting(meeting=coming, to=date(2026, 5, 6), reason=TEXT),
        f.FreezeSummaryAnew(meeting=f"{OURS}/meeting-1", reason=TEXT),
        f.RecordDecision(meeting=coming, decision=f.DecisionKind.OTHER, item=f"overdue:{TEXT}", text=TEXT),
    ]


def _of_years() -> list[Command]:
    here: dict[str, Any] = {"municipality": "2506", "on": TODAY}
    measured = (
        f.SafetySurvey(question=TEXT, unit=f.SurveyUnit.PERCENT),
        f.OwnIndicator(name=TEXT, unit=TEXT),
        f.ActivityCount(name=TEXT),
    )
    return [
        *(f.RecordMeasure(measured=one, value="4", source=TEXT, **here) for one in measured),
        f.RecordPublicFeedback(agreement=OURS, on=TODAY, channel=TEXT),
        f.RecordStatutoryStep(clock=f.ClockKind.ACTION_PLAN, registration_number=TEXT, **here),
        n.StopMail(mailbox=SAMORDNARE.mailbox, reason=TEXT),
        a.SwitchQuiet(party=KOMMUN, municipality="2506", quiet=True, reason=TEXT),
        p.AddAccount(mailbox=MAILBOX, role=p.AccountRole.OPERATOR, label=TEXT),
    ]


def free_texts(command: type[Command]) -> set[str]:
    """The places in a wish where somebody writes a text or a mailbox: `.document.commitments.note`."""
    schema = command.model_json_schema()
    return set(_places(schema, schema.get("$defs", {}), "", ()))


def _places(said: dict[str, Any], parts: dict[str, Any], place: str, above: tuple[str, ...]) -> Iterator[str]:
    if "$ref" in said:
        part = said["$ref"].rpartition("/")[2]
        if part not in above:
            yield from _places(parts[part], parts, place, (*above, part))
    for one in [*said.get("anyOf", ()), *said.get("oneOf", ()), *filter(None, [said.get("items")])]:
        yield from _places(one, parts, place, above)
    if isinstance(said.get("additionalProperties"), dict):
        yield from _places(said["additionalProperties"], parts, place, above)
    for name, one in said.get("properties", {}).items():
        yield from _places(one, parts, f"{place}.{name}", above)
    free = said.get("type") == "string" and not said.keys() & {"format", "enum", "const"}
    mailbox = "@" in said.get("pattern", "")
    written = (mailbox or "pattern" not in said) and said.get("maxLength") != LONGEST_REF
    if free and written and not place.endswith(READ_AS_A_RULE):
        yield place
