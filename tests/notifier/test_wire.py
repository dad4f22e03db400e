"""What is said to a mail server, and its answers, byte by byte: one that keeps to the rules, and some that do not."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field

import pytest

from services.notifier.channels.lines import Lines, Server
from services.notifier.channels.smtp import Smtp
from services.notifier.model.outcome import Became
from tests.notifier.test_smtp import a_letter, no, yes

GROUPS = b"250-odd\r\n250 PIPELINING\r\n"
ALONE = b"250 odd\r\n"


@dataclass
class Odd:
    """Answers each word it knows as it is told to; `heard` is what came in one piece."""

    answers: dict[bytes, bytes] = field(default_factory=dict)
    heard: list[bytes] = field(default_factory=list)
    in_pieces: bool = False

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._say(writer, [b"220 odd\r\n"])
        with contextlib.suppress(ConnectionError):
            while came := await reader.read(65_536):
                self.heard.append(came)
                words = [line[:4] for line in came.split(b"\r\n") if line]
                await self._say(writer, [self.answers[word] for word in words if word in self.answers])
        writer.close()

    async def _say(self, writer: asyncio.StreamWriter, answers: Iterable[bytes]) -> None:
        for piece in [bytes([one]) for one in b"".join(answers)] if self.in_pieces else [b"".join(answers)]:
            writer.write(piece)
            await asyncio.sleep(0.001)


@contextlib.asynccontextmanager
async def odd(hello: bytes = GROUPS, *, in_pieces: bool = False, **answers: bytes) -> AsyncIterator[tuple[Odd, Smtp]]:
    usual = {"MAIL": b"250 ok\r\n", "RCPT": b"250 ok\r\n", "DATA": b"354 go on\r\n", "dot": b"250 taken\r\n"}
    told = {word.upper().encode() if word != "dot" else b".": answer for word, answer in (usual | answers).items()}
    server = Odd({b"EHLO": hello, **told}, in_pieces=in_pieces)
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    lines = Lines(Server.at(f"smtp://127.0.0.1:{listening.sockets[0].getsockname()[1]}"), "notis.example.se")
    try:
        yield server, Smtp(lines, "paminnelse@example.se", patience=0.3)
    finally:
        lines.close()
        listening.close()


def sent(server: Odd) -> bool:
    return b"\r\n.\r\n" in b"".join(server.heard)


async def late() -> bool:
    await asyncio.sleep(0.05)
    return True


async def test_what_needs_no_answer_first_is_said_in_one_breath_and_the_dot_apart():
    async with odd() as (server, smtp):
        assert (await smtp.deliver(a_letter(), late)).became is Became.SENT
    assert b"MAIL FROM:<paminnelse@example.se>\r\nRCPT TO:<samordnare@example.se>\r\nDATA\r\n" in server.heard
    assert b".\r\n" in server.heard


async def test_a_server_that_offers_no_pipelining_is_told_one_thing_at_a_time():
    async with odd(ALONE) as (server, smtp):
        assert (await smtp.deliver(a_letter(), yes)).became is Became.SENT
    assert [said[:4] for said in server.heard[1:4]] == [b"MAIL", b"RCPT", b"DATA"]


@pytest.mark.parametrize("hello", [GROUPS, ALONE])
async def test_answers_that_come_byte_by_byte_are_heard_whole(hello: bytes):
    async with odd(hello, in_pieces=True, dot=b"250-2.0.0 taken\r\n250 as 4711\r\n") as (_, smtp):
        outcome = await smtp.deliver(a_letter(), yes)
    assert (outcome.became, outcome.code, outcome.text) == (Became.SENT, 250, "2.0.0 taken as 4711")


@pytest.mark.parametrize("hello", [GROUPS, ALONE])
async def test_a_recipient_who_is_refused_gets_nothing_though_the_server_asks_for_the_mail(hello: bytes):
    async with odd(hello, rcpt=b"550 5.1.1 No such mailbox\r\n") as (server, smtp):
        outcome = await smtp.deliver(a_letter(), yes)
        await asyncio.sleep(0.05)
    assert (outcome.became, outcome.code) == (Became.REFUSED, 550)
    assert b"From:" not in b"".join(server.heard)
    assert not sent(server)


@pytest.mark.parametrize("hello", [GROUPS, ALONE])
@pytest.mark.parametrize(
    ("answer", "became"), [(b"452 4.3.1 Full\r\n", Became.LATER), (b"554 5.6.0 Not that\r\n", Became.REFUSED)]
)
async def test_a_mail_that_is_refused_before_it_is_said_is_not_said(hello: bytes, answer: bytes, became: Became):
    async with odd(hello, data=answer) as (server, smtp):
        assert (await smtp.deliver(a_letter(), yes)).became is became
    assert not sent(server)


@pytest.mark.parametrize("word", ["mail", "rcpt", "data"])
async def test_a_yes_to_something_else_is_not_taken_for_a_mail_that_was_sent(word: str):
    async with odd(**{word: b"221 indeed\r\n"}) as (server, smtp):
        assert (await smtp.deliver(a_letter(), yes)).became is Became.UNREACHED
    assert not sent(server)


async def test_an_answer_to_nothing_ends_the_line_before_the_dot():
    async with odd(data=b"354 go on\r\n250 taken, surely\r\n") as (server, smtp):
        assert (await smtp.deliver(a_letter(), late)).became is Became.UNREACHED
    assert not sent(server)


async def test_a_server_that_never_ends_its_answer_is_left():
    async with odd(mail=b"250-and\r\n" * 10_000) as (server, smtp):
        assert (await smtp.deliver(a_letter(), no)).became is Became.UNREACHED
    assert not sent(server)


async def test_a_name_cannot_say_something_of_its_own():
    async with odd() as (server, smtp):
        with pytest.raises(ValueError, match="may not be told"):
            await Smtp(smtp.lines, "a@example.se>\r\nQUIT").deliver(a_letter(), yes)
    assert len(server.heard) == 1
