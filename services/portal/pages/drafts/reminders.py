"""When would who answers for something in a draft be reminded? Asked of the follow-up, who climbs the ladders."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from schemas.agreements import CommitmentCard
from schemas.followup import FirstWindow, LadderLines, PreviewRule, RulePreview, ShowLadder
from services.portal.pages.drafts.draft import Draft
from services.portal.pages.drafts.often import Often, often_of
from services.portal.pages.drafts.progress import living
from services.portal.pages.site import Site
from services.runtime.errors import Refused, Unavailable

MOST_TOLD = 12
"""Commitments of which the first mails are told: of each it is asked."""


@dataclass(frozen=True, slots=True)
class Reminders:
    """`now`: what is chosen. `choices`: the days of each ladder in words. `firsts`: the first day that mails go for."""

    now: Often
    choices: Mapping[Often, str]
    firsts: Sequence[tuple[CommitmentCard, FirstWindow | None]]


async def reminders_of(site: Site, draft: Draft) -> Reminders | None:
    """None while the follow-up says nothing, or has not heard of the draft yet: then the usual ladder is what holds."""
    promised = living(draft.card)[:MOST_TOLD]
    try:
        lines, firsts = await asyncio.gather(
            site.ask(ShowLadder(agreement=draft.document.slug), LadderLines),
            asyncio.gather(*(_first(site, draft, one) for one in promised)),
        )
    except (Refused, Unavailable):
        return None
    now, choices = often_of(lines.ladders)
    return Reminders(now, choices, list(zip(promised, firsts, strict=True)))


async def _first(site: Site, draft: Draft, one: CommitmentCard) -> FirstWindow | None:
    question = PreviewRule(
        recurrence=one.recurrence,
        validity=draft.document.validity,
        agreement=draft.document.slug,
        commitment_id=one.id,
    )
    windows = (await site.ask(question, RulePreview)).windows
    return next((each for each in windows if each.mails), None)
