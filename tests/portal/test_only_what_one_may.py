"""No page shows somebody a way to what is not for them: every link and form shown to a role opens for it."""

from datetime import date
from urllib.parse import urlsplit

import pytest

from schemas.agreements import Continuous
from schemas.base import Party
from schemas.followup import PlanMeeting, ReportActivity
from schemas.portal import AccountRole
from tests.builders import AGREEMENT, a_commitment
from tests.portal.conftest import sign
from tests.portal.html import Page, read
from tests.portal.visitors import signed_in
from tests.system import System


def ways_from(page: Page) -> set[str]:
    """Addresses on our own site."""
    links = [one.attributes.get("href", "") for one in page.all("a")]
    forms = [one.attributes.get("action", "") for one in page.all("form")]
    return {address for address in (*links, *forms) if address.startswith("/")}


@pytest.mark.parametrize("role", AccountRole)
async def test_all_that_a_role_is_shown_a_way_to_opens_for_it(system: System, role: AccountRole):
    late, told = a_commitment("sen", due="2026-02-27"), a_commitment("redovisad", due="2026-06-01")
    await sign(system, commitments=(late, told, a_commitment("alltid", Continuous())))
    await system.tell(PlanMeeting(agreement=AGREEMENT, on=date(2026, 5, 4)))
    await system.tell(ReportActivity(occurrence="redovisad/once", party=Party.POLICE, count=1, on=date(2026, 3, 1)))
    await system.settle()

    shut: dict[str, str] = {}
    ahead, seen = {"/": ""}, set[str]()
    async with signed_in(system.services["portal"], role) as browser:
        while ahead:
            address, shown_on = ahead.popitem()
            path = urlsplit(address).path
            if path in seen:
                continue
            seen.add(path)
            answer = await browser.get(address)
            if answer.status_code == 403 and shown_on:
                shut[path] = shown_on
            if answer.headers.get("location", "").startswith("/"):
                ahead[answer.headers["location"]] = address
            if answer.headers.get("content-type", "").startswith("text/html"):
                ahead |= dict.fromkeys(ways_from(read(answer.text)), address)

    assert shut == {}
    assert len(seen) > 10  # somebody has come round
