"""To a quiet organisation mails carry only role and link: single ones, and digests no less."""

from hypothesis import given
from hypothesis import strategies as st

from schemas.agreements import Mailbox
from schemas.followup import OccurrenceLine, Rung
from services.notifier.channels.letter import write
from services.notifier.model.draft import Draft, sort_out
from tests.notifier.mailserver import MailServer
from tests.notifier.post_room import Neighbours, Notifier
from tests.notifier.test_letter import HEAD, NOW, body, links, received
from tests.notifier.wholes import (
    KOMMUNPOLIS,
    SAMORDNARE,
    TODAY,
    a_claim,
    a_draft,
    a_mailbox,
    a_reminder_due,
    an_occurrence,
)

QUIET = SAMORDNARE.model_copy(update={"quiet": True})
LATE = an_occurrence("sen", "2026-02-15", municipality="2506")
TELLS = (
    "vandring",
    "2026-03-30",
    "2026-02-15",
    "Arjeplog",
    "Medborgarlöfte",
    "löfte",
    "åtagande",
    "kommunpolis",
    "av 2",
    "örsena",
    "ÖRSENA",
    "dagar",
    "#a4161a",
)
"""Anything of what, when, where, who else and how it goes; the last is the colour of what is late."""


def tells(draft: Draft) -> list[str]:
    mail = received(draft)
    said = f"{mail['Subject']} {body(mail, 'plain')} {body(mail, 'html')}"
    return [word for word in TELLS if word in said]


def test_a_quiet_mail_says_role_and_link_and_nothing_else():
    draft = a_draft(LATE, rung=Rung.T_PLUS_15, to=QUIET)
    mail = received(draft)
    assert tells(draft) == []
    assert mail["Subject"] == "Något väntar på svar: samordnare"
    assert links(body(mail, "plain")) == links(body(mail, "html"))
    assert len(links(body(mail, "plain"))) == 1
    assert "Samordnare" in body(mail, "plain")


def test_an_occurrence_that_two_roles_behind_one_mailbox_are_told_of_is_hidden_if_one_of_them_is_quiet():
    for open_role in ("brottsforebyggare", "folkhalsa", "skola", "fritid"):
        shared = a_mailbox(open_role, mailbox=QUIET.mailbox)
        for claims in ((SAMORDNARE, shared), (shared, SAMORDNARE)):
            drafts, _ = sort_out(
                [a_claim("sen", Rung.PAIR_14 if to is SAMORDNARE else Rung.T_PLUS_15, to) for to in claims],
                {LATE.id: LATE},
                {QUIET.function_id: QUIET, shared.function_id: shared},
                TODAY,
            )
            assert [tells(draft) for draft in drafts] == [[]]


def test_a_quiet_digest_hides_what_each_of_its_mails_hides():
    draft = a_draft(an_occurrence(), LATE, rung=Rung.T_PLUS_1, to=QUIET)
    assert tells(draft) == []
    assert received(draft)["Subject"] == "Två saker väntar på svar"
    assert len(set(links(body(received(draft), "plain")))) == 2


def test_one_quiet_item_silences_the_whole_digest():
    shared = a_mailbox("folkhalsa", mailbox=SAMORDNARE.mailbox)
    drafts, _ = sort_out(
        [a_claim("sen", to=QUIET), a_claim(to=shared)],
        {one.id: one for one in (LATE, an_occurrence())},
        {one.function_id: one for one in (QUIET, shared)},
        TODAY,
    )
    assert [(len(one.items), tells(one)) for one in drafts] == [(2, [])]


def test_what_is_not_quiet_tells_what_it_is_about():
    assert len(tells(a_draft(an_occurrence(), LATE, rung=Rung.T_PLUS_15))) > 6


@given(
    st.lists(st.sampled_from(["2026-02-15", "2026-03-02", "2026-03-30"]), min_size=1, max_size=6),
    st.from_regex(Rung.PATTERN, fullmatch=True).map(Rung),
    st.sampled_from([QUIET, KOMMUNPOLIS.model_copy(update={"quiet": True, "role": "chef"})]),
)
def test_two_quiet_mails_differ_in_nothing_but_role_links_and_number(dues: list[str], rung: Rung, to: Mailbox):
    """Whatever the promises say, when they fall due and how late they are."""
    one = a_draft(*(_promise(nr, due, "Hemligt löfte") for nr, due in enumerate(dues)), rung=rung, to=to)
    other = a_draft(*(_promise(nr, "2026-04-10", "Annat") for nr, _ in enumerate(dues)), rung=Rung.T_MINUS_28, to=to)
    assert _without_order(one) == _without_order(other)


def _promise(number: int, due: str, commitment: str) -> OccurrenceLine:
    return an_occurrence(f"nr-{number}", due, commitment=commitment, agreement=commitment, done=number)


def _without_order(draft: Draft) -> tuple[str, list[str]]:
    mail = received(draft)
    text = f"{mail['Subject']} {body(mail, 'plain')}"
    found = links(text)
    for link in found:
        text = text.replace(link, "LINK")
    return text, sorted(found)


async def test_a_quiet_digest_leaves_with_role_and_links_only(
    notifier: Notifier, mailserver: MailServer, neighbours: Neighbours
):
    neighbours.mailboxes[QUIET.function_id] = QUIET
    await notifier.hear(a_reminder_due(), a_reminder_due("sen", Rung.T_PLUS_15), a_reminder_due(to=(KOMMUNPOLIS,)))
    await notifier.tick()
    subjects = {mail["To"]: mail["Subject"] for mail in mailserver.took}
    assert subjects[QUIET.mailbox] == "Två saker väntar på svar"
    assert subjects[KOMMUNPOLIS.mailbox].startswith("Påminnelse: Trygghetsvandring")
    (quiet,) = mailserver.to(QUIET.mailbox)
    assert [word for word in TELLS if word in body(quiet, "plain") + body(quiet, "html")] == []


def test_the_same_draft_is_the_same_letter():
    assert write(a_draft(LATE, to=QUIET), HEAD, NOW) == write(a_draft(LATE, to=QUIET), HEAD, NOW)
