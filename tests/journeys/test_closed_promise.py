"""Does the summary of a closed promise show who never reported what? On the whole running system."""

from datetime import date

from schemas.agreements import AgreementState, Checklist, CloseAgreement
from schemas.base import Party
from schemas.followup import (
    AssessCommitment,
    CloseMeeting,
    FrozenSummary,
    Fulfilment,
    PlanMeeting,
    RecordPublicFeedback,
    ReportActivity,
    ShowFrozenSummary,
    SummariseAgreement,
    Summary,
)
from tests.builders import AGREEMENT, KOMMUNPOLIS, SAMORDNARE, a_commitment, register_agreement
from tests.golden.make import in_words
from tests.system import System

MARCH, MEETING, CLOSING = date(2026, 3, 10), date(2026, 7, 1), date(2026, 8, 3)
SILENT = {
    "kept": set(),
    "police-silent": {Party.POLICE},
    "municipality-silent": {Party.MUNICIPALITY},
    "never-reported": {Party.MUNICIPALITY, Party.POLICE},
    "police-alone": {Party.POLICE},  # the municipality does not answer for it, and is not silent
}
"""Who reports nothing of each promise."""


async def test_a_closed_promise_shows_ej_redovisad_for_the_party_that_never_reported(system: System):
    system.clock.set("2026-01-07T09:00")
    commitments = tuple(
        a_commitment(slug, due="2026-06-30", by=(KOMMUNPOLIS,) if slug == "police-alone" else (KOMMUNPOLIS, SAMORDNARE))
        for slug in SILENT
    )
    await system.tell(register_agreement(until="2026-06-30", commitments=commitments))
    await system.settle()
    system.clock.set("2026-03-10T09:00")
    for slug, silent in SILENT.items():
        for party in {Party.MUNICIPALITY, Party.POLICE} - silent if slug != "police-alone" else ():
            await system.tell(ReportActivity(occurrence=f"{slug}/once", party=party, count=1, on=MARCH))
    await system.tell(
        AssessCommitment(commitment="kept", party=Party.POLICE, fulfilment=Fulfilment.FULFILLED, on=MARCH)
    )
    frozen = await meet_and_close(system)

    now = await system.ask(SummariseAgreement(agreement=AGREEMENT), Summary)
    assert now.head
    assert now.head.state is AgreementState.CLOSED
    for summary in (now, frozen):
        assert shown_as_silent(summary) == SILENT
        listed = {slug: {one.party for one in summary.not_reported if one.commitment == slug} for slug in SILENT}
        assert listed == SILENT
    words = in_words(now)
    assert words.count("Polisen: ej redovisad") == 3
    assert words.count("Kommunen: ej redovisad") == 2


async def meet_and_close(system: System) -> Summary:
    """The summary as it was frozen when the agreement had run out; afterwards the agreement is closed."""
    system.clock.set(f"{MEETING}T09:00")
    await system.settle()
    await system.tell(PlanMeeting(agreement=AGREEMENT, on=MEETING))
    await system.tell(CloseMeeting(meeting=f"{AGREEMENT}/meeting-1", on=MEETING))
    system.clock.set(f"{CLOSING}T09:00")
    await system.tell(RecordPublicFeedback(agreement=AGREEMENT, on=CLOSING, channel="kommunens webbplats"))
    steps = Checklist.model_validate(dict.fromkeys(Checklist.model_fields, CLOSING))
    await system.tell(CloseAgreement(agreement=AGREEMENT, on=CLOSING, checklist=steps))
    await system.settle()
    kept = await system.ask(ShowFrozenSummary(meeting=f"{AGREEMENT}/meeting-1"), FrozenSummary)
    return Summary.model_validate_json(kept.content)


def shown_as_silent(summary: Summary) -> dict[str, set[Party]]:
    return {
        row.slug: {view.party for view in row.parties if view.fulfilment is Fulfilment.NOT_REPORTED}
        for area in summary.focus_areas
        for row in area.commitments
    }
