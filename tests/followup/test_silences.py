"""What do the parties wait for from each other, in however many agreements? What their summaries say, asked once."""

import pytest

from schemas.agreements import CommitmentCancelled, Continuous
from schemas.base import Party
from schemas.followup import (
    AssessCommitment,
    CloseMeeting,
    CorrectReport,
    Fulfilment,
    ListSilences,
    PlanMeeting,
    ShowOccurrence,
    SummariseAgreement,
)
from tests.builders import AGREEMENT, KOMMUNPOLIS, a_commitment, a_document, agreement_id, commitment_id
from tests.followup.following import Following, a_report, drafted, signed
from tests.followup.values import day

OTHER = "mala-2026-ml"


async def silences(followup: Following, **where: object) -> list[tuple[str, str]]:
    answer = await followup.ask(ListSilences(**where))
    return [(party.value, one.commitment) for one in answer.silences for party in one.parties]


async def in_summary(followup: Following, agreement: str) -> set[tuple[str, str]]:
    summary = await followup.ask(SummariseAgreement(agreement=agreement))
    return {(one.party.value, one.commitment) for one in summary.not_reported}


@pytest.fixture
async def agreed(followup: Following) -> Following:
    """Two agreements in two counties, with what is told by both, by one and by nobody; and a draft."""
    for slug, code in ((AGREEMENT, "2506"), (OTHER, "2418")):
        short = slug[:4]
        commitments = (
            a_commitment(f"{short}-ingen", due="2026-06-30", agreement=slug),
            a_commitment(f"{short}-en", due="2026-06-30", agreement=slug),
            a_commitment(f"{short}-bada", due="2026-06-30", agreement=slug),
            a_commitment(f"{short}-ensam", due="2026-06-30", by=(KOMMUNPOLIS,), agreement=slug),
            a_commitment(f"{short}-alltid", Continuous(), agreement=slug),
            a_commitment(f"{short}-utgar", due="2026-06-30", agreement=slug),
        )
        await followup.hear(*signed(a_document(slug, municipalities=(code,), title=slug, commitments=commitments)))
        for one in ("en", "bada", "ensam"):
            await followup.tell(a_report(f"{short}-{one}/once", by=Party.POLICE))
        judged = AssessCommitment(
            commitment=f"{short}-bada", party=Party.MUNICIPALITY, fulfilment=Fulfilment.FULFILLED, on=day("2026-03-01")
        )
        await followup.tell(judged)
        gone = commitment_id(f"{short}-utgar", slug)
        where = {"agreement_id": agreement_id(slug), "commitment_id": gone, "reason": "Byggs om", "forum": "Styrgrupp"}
        await followup.hear(CommitmentCancelled(**where, on=day("2026-03-01")))
    await followup.hear(*drafted(a_document("utkast", commitments=(a_commitment("utkast-1", agreement="utkast"),))))
    return followup


async def test_all_agreements_are_asked_at_once_and_say_what_each_summary_says(agreed: Following):
    told = await silences(agreed)

    assert len(told) == len(set(told))
    assert set(told) == await in_summary(agreed, AGREEMENT) | await in_summary(agreed, OTHER)
    assert ("municipality", "arje-en") in told
    assert told[0][1] in {"arje-en", "mala-en"}, "what somebody waits for comes first"
    assert {slug[:4] for _, slug in await silences(agreed, places=("25",))} == {"arje"}
    assert {slug[:4] for _, slug in await silences(agreed, agreement=OTHER)} == {"mala"}
    assert await silences(agreed, agreement=OTHER, places=("2506",)) == []


async def test_what_cannot_be_counted_is_asked_for_anew_after_each_meeting(agreed: Following):
    always = "arje-alltid"
    for party in Party:
        await agreed.tell(a_report(f"{always}/ongoing", by=party, comment="Som vanligt."))
    assert always not in {slug for _, slug in await silences(agreed)}
    await agreed.tell(PlanMeeting(agreement=AGREEMENT, on=day("2026-03-02")))
    await agreed.tell(CloseMeeting(meeting=f"{AGREEMENT}/meeting-1", on=day("2026-03-02")))

    assert {party for party, slug in await silences(agreed) if slug == always} == {"police", "municipality"}
    await agreed.tell(a_report(f"{always}/ongoing", by=Party.POLICE, comment="Också efter mötet samma dag."))
    assert [party for party, slug in await silences(agreed) if slug == always] == ["municipality"]
    assert set(await silences(agreed, agreement=AGREEMENT)) == await in_summary(agreed, AGREEMENT)


async def test_a_day_that_was_corrected_is_not_told_and_a_list_that_is_cut_says_so(agreed: Following):
    (report,) = (await agreed.ask(ShowOccurrence(occurrence="arje-en/once"))).reports
    right = {"occurrence": "arje-en/once", "report": report.id, "party": Party.POLICE, "count": 1, "reason": "Fel dag"}
    await agreed.tell(CorrectReport(**right, on=day("2026-02-20")))

    answer = await agreed.ask(ListSilences(most=2))

    assert (answer.more, answer.more_told) == (True, False)
    assert [(one.commitment, str(one.told_on)) for one in answer.silences] == [
        ("arje-en", "2026-02-20"),
        ("mala-en", "2026-03-02"),
    ]

    always = "arje-alltid"
    for party in Party:
        await agreed.tell(a_report(f"{always}/ongoing", by=party, comment="Som vanligt."))
    await agreed.tell(PlanMeeting(agreement=AGREEMENT, on=day("2026-03-02")))
    await agreed.tell(CloseMeeting(meeting=f"{AGREEMENT}/meeting-1", on=day("2026-03-02")))
    answer = await agreed.ask(ListSilences(most=2))
    assert [(one.commitment, one.told_on is None) for one in answer.silences] == [("arje-en", False), (always, True)]
    assert answer.more_told, "mala-en is cut, though both are silent anew about what comes last"
