"""A letter handed to a real mail server, and everything that server may do."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from services.notifier.channels.letter import Letter, write
from services.notifier.channels.lines import Lines, Server
from services.notifier.channels.smtp import Smtp
from services.notifier.model.outcome import Became, Outcome
from tests.notifier.mailserver import HANG_UP, SILENCE, MailServer
from tests.notifier.wholes import HEAD, a_claim, a_draft, an_occurrence

NOW = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)


@pytest.fixture(params=[True, False], ids=["several at once", "one by one"])
async def smtp(mailserver: MailServer, request: pytest.FixtureRequest) -> AsyncIterator[Smtp]:
    mailserver.pipelining = request.param
    lines = Lines(Server.at(mailserver.url), "notis.example.se")
    yield Smtp(lines, "paminnelse@example.se", patience=0.3)
    lines.close()


def a_letter(slug: str = "vandring") -> Letter:
    return write(a_draft(an_occurrence(slug)), HEAD, NOW)


async def yes() -> bool:
    return True


async def no() -> bool:
    return False


async def test_a_letter_that_is_taken_is_sent_and_the_answer_is_kept(smtp: Smtp, mailserver: MailServer):
    outcome = await smtp.deliver(a_letter(), yes)
    assert (outcome.became, outcome.code, outcome.text) == (Became.SENT, 250, "queued as 4711")
    assert [mail["Message-ID"] for mail in mailserver.took] == [a_letter().mail.message_id]


async def test_what_was_decided_without_a_letter_passes_through(smtp: Smtp, mailserver: MailServer):
    decided = Outcome(Became.SKIPPED, (a_claim(),), text="Utgår.")
    assert await smtp.deliver(decided, no) is decided
    assert mailserver.connections == 0


async def test_letters_share_a_connection(smtp: Smtp, mailserver: MailServer):
    for slug in "abc":
        assert (await smtp.deliver(a_letter(slug), yes)).became is Became.SENT
    assert mailserver.connections == 1
    assert len(mailserver.took) == 3


async def test_a_connection_that_the_server_closed_meanwhile_is_opened_again(smtp: Smtp, mailserver: MailServer):
    await smtp.deliver(a_letter("a"), yes)
    mailserver.at_mail.append(HANG_UP)
    assert (await smtp.deliver(a_letter("b"), yes)).became is Became.SENT
    assert mailserver.connections == 2


async def test_a_silent_connection_is_closed_after_a_moment(
    smtp: Smtp, mailserver: MailServer, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("services.notifier.channels.lines.SECONDS_OF_SILENCE", 0.05)
    await smtp.deliver(a_letter("a"), yes)
    await asyncio.sleep(0.2)
    await smtp.deliver(a_letter("b"), yes)
    assert mailserver.connections == 2


async def test_the_mark_is_made_when_all_but_the_dot_is_written(smtp: Smtp, mailserver: MailServer):
    seen: list[int] = []

    async def ready() -> bool:
        await asyncio.sleep(0.1)
        seen.append(len(mailserver.took))
        return True

    await smtp.deliver(a_letter(), ready)
    assert seen == [0]
    assert len(mailserver.took) == 1


async def test_nothing_is_sent_when_the_claim_was_lost(smtp: Smtp, mailserver: MailServer):
    outcome = await smtp.deliver(a_letter(), no)
    await asyncio.sleep(0.1)
    assert outcome.became is Became.HELD
    assert mailserver.took == []


async def test_nothing_is_sent_when_the_mark_fails(smtp: Smtp, mailserver: MailServer):
    async def ready() -> bool:
        raise OSError("the database is away")

    with pytest.raises(OSError, match="away"):
        await smtp.deliver(a_letter(), ready)
    await asyncio.sleep(0.1)
    assert mailserver.took == []


@pytest.mark.parametrize("when", ["at_rcpt", "at_dot"])
async def test_not_now_is_tried_later_and_then_taken(when: str, smtp: Smtp, mailserver: MailServer):
    getattr(mailserver, when).append("451 4.7.1 Greylisted")
    outcome = await smtp.deliver(a_letter(), yes)
    assert (outcome.became, outcome.code, outcome.text) == (Became.LATER, 451, "4.7.1 Greylisted")
    assert (await smtp.deliver(a_letter(), yes)).became is Became.SENT
    assert len(mailserver.took) == 1


@pytest.mark.parametrize("when", ["at_rcpt", "at_dot"])
async def test_no_for_good_is_refused(when: str, smtp: Smtp, mailserver: MailServer):
    getattr(mailserver, when).append("550 5.1.1 No such mailbox")
    outcome = await smtp.deliver(a_letter(), yes)
    assert (outcome.became, outcome.code, outcome.text) == (Became.REFUSED, 550, "5.1.1 No such mailbox")
    assert mailserver.took == []


async def test_a_refused_sender_is_our_fault_and_no_recipients(smtp: Smtp, mailserver: MailServer):
    mailserver.at_mail.append("550 5.7.1 We do not know you")
    outcome = await smtp.deliver(a_letter(), yes)
    assert (outcome.became, outcome.code) == (Became.UNREACHED, 550)


@pytest.mark.parametrize("when", ["at_mail", "at_rcpt"])
async def test_a_connection_lost_before_the_dot_is_certainly_not_sent(when: str, smtp: Smtp, mailserver: MailServer):
    getattr(mailserver, when).append(HANG_UP)
    assert (await smtp.deliver(a_letter(), yes)).became is Became.UNREACHED
    assert mailserver.took == []


async def test_a_connection_lost_while_the_mark_is_made_is_certainly_not_sent(smtp: Smtp, mailserver: MailServer):
    async def ready() -> bool:
        mailserver.hang_up()
        await asyncio.sleep(0.1)
        return True

    assert (await smtp.deliver(a_letter(), ready)).became is Became.UNREACHED
    assert mailserver.took == []


@pytest.mark.parametrize("mood", [HANG_UP, SILENCE])
async def test_an_answer_lost_after_the_dot_leaves_a_doubt(mood: str, smtp: Smtp, mailserver: MailServer):
    mailserver.after_dot.append(mood)
    assert (await smtp.deliver(a_letter(), yes)).became is Became.LOST
    assert len(mailserver.took) == 1  # this time it was taken


async def test_nonsense_after_the_dot_leaves_a_doubt(smtp: Smtp, mailserver: MailServer):
    mailserver.after_dot.append("abc what")
    assert (await smtp.deliver(a_letter(), yes)).became is Became.LOST


async def test_a_server_that_is_away_is_left_alone_for_a_moment(smtp: Smtp, mailserver: MailServer):
    await mailserver.stop()
    outcomes = [await smtp.deliver(a_letter(slug), yes) for slug in "ab"]
    assert [one.became for one in outcomes] == [Became.UNREACHED, Became.UNREACHED]
    assert "a moment ago" in outcomes[1].text
    await mailserver.start()


async def test_a_line_that_begins_with_a_dot_arrives_as_it_was(smtp: Smtp, mailserver: MailServer):
    letter = a_letter()
    dotted = Letter(letter.mail, letter.to, letter.claims, b"Subject: x\r\n\r\n.one\r\n..two\r\n.\r\nthree\r\n")
    assert (await smtp.deliver(dotted, yes)).became is Became.SENT
    assert mailserver.took[0].get_content() == ".one\r\n..two\r\n.\r\nthree\r\n"


async def test_a_server_that_offers_no_tls_gets_nothing_where_tls_is_required(mailserver: MailServer):
    lines = Lines(Server.at(f"{mailserver.url}?starttls=required"), "notis.example.se")
    outcome = await Smtp(lines, "paminnelse@example.se").deliver(a_letter(), yes)
    assert outcome.became is Became.UNREACHED
    assert mailserver.took == []


@pytest.mark.parametrize(
    ("url", "server"),
    [
        (
            "smtp://mail.example.se:25",
            Server("mail.example.se", 25, tls=False, starttls=None, name=None, password=None),
        ),
        (
            "smtps://mail.example.se",
            Server("mail.example.se", None, tls=True, starttls=False, name=None, password=None),
        ),
        ("smtp://a:b%40c@m.se", Server("m.se", None, tls=False, starttls=True, name="a", password="b@c")),
        ("smtp://m.se?starttls=never", Server("m.se", None, tls=False, starttls=False, name=None, password=None)),
    ],
)
def test_a_mail_server_is_written_as_a_url(url: str, server: Server):
    assert Server.at(url) == server


@pytest.mark.parametrize("url", ["http://mail.example.se", "smtp://", "smtp://m.se?starttls=perhaps"])
def test_a_url_that_is_no_mail_server_is_refused(url: str):
    with pytest.raises(ValueError, match=r"mail server|starttls"):
        Server.at(url)
