"""Who may say and hear what on a real nats-server?"""

import asyncio
import os
import signal
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import nats
import pytest
from nats.aio.client import Client
from nats.aio.msg import Msg

from deploy.embedded import bus as launcher
from deploy.embedded.bus import Bus
from deploy.nats.permissions import SERVICES, inbox_prefix
from deploy.provision import make_streams
from services.runtime.errors import Refused
from tests.deploy.outside import first_line, lives, python, soon
from tests.looking import until

STARTER = """
    import sys, time
    from pathlib import Path
    from deploy.embedded.bus import Bus
    print(Bus(Path(sys.argv[1])).start().pid, flush=True)
    time.sleep(60)
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bus]:
    server = Bus(tmp_path_factory.mktemp("bus")).start()
    asyncio.run(make_streams(server.url, server.seed("operator")))
    yield server
    server.stop()


FORBIDDEN = "what.no.service.may.say"


class Talk:
    """One user's connection, and what the server refused it."""

    def __init__(self, client: Client, refused: list[str]) -> None:
        self.client = client
        self._refused = refused
        self._asked = 0

    async def says(self, subject: str) -> bool:
        """Is it let through?"""
        await self.client.publish(subject, b"{}")
        return await self._is_let("publish", subject)

    async def hears(self, subject: str) -> bool:
        subscription = await self.client.subscribe(subject)
        let = await self._is_let("subscription", subject)
        if let:
            await subscription.unsubscribe()
        return let

    async def _is_let(self, deed: str, subject: str) -> bool:
        self._asked += 1
        sign = f"{FORBIDDEN}.{self._asked}"  # refusals come in order: when this one is here, so is the other
        await self.client.publish(sign, b"")
        await until(lambda: self._knows(sign), "the sign is refused")
        return not any(f"{deed} to" in told and f'"{subject}"'.casefold() in told for told in self._refused)

    async def _knows(self, sign: str) -> bool:
        return any(sign in told for told in self._refused)


@asynccontextmanager
async def talk(server: Bus, user: str) -> AsyncIterator[Talk]:
    refused: list[str] = []

    async def on_error(error: Exception) -> None:
        refused.append(str(error).casefold())

    client = await nats.connect(
        server.url,
        nkeys_seed_str=server.seed(user),
        inbox_prefix=inbox_prefix(user).encode(),
        error_cb=on_error,
        allow_reconnect=False,
    )
    yield Talk(client, refused)
    await client.close()


@pytest.mark.parametrize(
    ("user", "subject"),
    [
        ("agreements", "event.agreements.agreement-signed.v1"),
        ("followup", "event.followup.reminder-due.v1"),
        ("followup", "progress.25.2506.agreement-signed.v1"),
        ("notifier", "query.followup.standing.v1"),
        ("notifier", "query.agreements.recipients.v1"),
        ("portal", "command.followup.report-activity.v1"),
        ("portal", "query.agreements.agreements.v1"),
        ("followup", "$JS.ACK.EVENTS.followup.1.1.1.1.0"),
    ],
)
async def test_each_may_say_what_it_must(server: Bus, user: str, subject: str) -> None:
    async with talk(server, user) as own:
        assert await own.says(subject)


@pytest.mark.parametrize(
    ("user", "subject"),
    [
        ("agreements", "event.followup.reminder-due.v1"),  # another's facts
        ("notifier", "event.agreements.agreement-signed.v1"),
        ("portal", "event.agreements.agreement-signed.v1"),
        ("agreements", "progress.25.2506.agreement-signed.v1"),
        ("notifier", "command.followup.report-activity.v1"),  # wishes it never has
        ("followup", "command.agreements.draft-agreement.v1"),
        ("agreements", "query.followup.due.v1"),
        ("followup", "$JS.API.STREAM.DELETE.EVENTS"),  # the streams themselves
        ("followup", "$JS.API.STREAM.PURGE.EVENTS"),
        ("followup", "$JS.API.STREAM.UPDATE.EVENTS"),
        ("notifier", "$JS.API.CONSUMER.CREATE.EVENTS.mine"),  # a push consumer could speak on any subject
        ("notifier", "$JS.API.CONSUMER.DURABLE.CREATE.EVENTS.notifier"),
        ("notifier", "$JS.API.CONSUMER.DELETE.EVENTS.followup"),
        ("notifier", "$JS.API.CONSUMER.MSG.NEXT.EVENTS.followup"),  # another's place in the stream
        ("notifier", "$JS.ACK.EVENTS.followup.1.1.1.1.0"),
        ("notifier", "_INBOX_portal.forged"),  # an answer to another's question
    ],
)
async def test_nobody_may_say_anything_else(server: Bus, user: str, subject: str) -> None:
    async with talk(server, user) as own:
        assert not await own.says(subject)


@pytest.mark.parametrize("user", SERVICES)
async def test_each_hears_wishes_and_questions_to_itself_and_no_others(server: Bus, user: str) -> None:
    other = next(name for name in SERVICES if name != user)
    async with talk(server, user) as own:
        assert await own.hears(f"command.{user}.anything.v1")
        assert await own.hears(f"query.{user}.anything.v1")
        assert await own.hears(f"{inbox_prefix(user)}.x")
        for subject in (f"command.{other}.>", f"query.{other}.>", f"{inbox_prefix(other)}.>", "event.>", ">"):
            assert not await own.hears(subject), subject


async def test_the_operator_may_say_another_s_fact_again_for_replay(server: Bus) -> None:
    async with talk(server, "operator") as operator:
        said = await operator.client.jetstream().publish("event.agreements.agreement-signed.v1", b"{}")
        assert said.stream == "EVENTS"


async def test_a_question_is_answered_into_the_inbox_of_the_one_who_asked(server: Bus) -> None:
    async def answer(question: Msg) -> None:
        await question.respond(b"three")

    async with talk(server, "followup") as followup, talk(server, "portal") as portal:
        await followup.client.subscribe("query.followup.due.v1", cb=answer)
        await followup.client.flush()
        assert (await portal.client.request("query.followup.due.v1", b"", timeout=5)).data == b"three"


async def test_a_service_reads_its_own_place_in_the_stream_and_acknowledges(server: Bus) -> None:
    async with talk(server, "agreements") as agreements, talk(server, "notifier") as notifier:
        await agreements.client.jetstream().publish("event.agreements.agreement-signed.v1", b"{}")
        place = await notifier.client.jetstream().pull_subscribe_bind(
            consumer="notifier", stream="EVENTS", inbox_prefix=b"_INBOX_notifier."
        )
        [message, *_] = await place.fetch(1, timeout=5)
        await message.ack_sync()
        assert (await place.consumer_info()).num_ack_pending == 0


def test_a_stranger_is_not_let_in(server: Bus) -> None:
    host, port = server.url.removeprefix("nats://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as line:  # nats-py leaves its socket open when refused
        line.sendall(b"CONNECT {}\r\nPING\r\n")
        with line.makefile("rb") as told:
            assert b"Authorization Violation" in told.read()


async def test_tests_may_start_it_without_users(tmp_path: Path) -> None:
    server = Bus(tmp_path, users=None).start()
    client = await nats.connect(server.url)
    await client.close()
    server.stop()


def test_it_dies_with_the_process_that_started_it(tmp_path: Path) -> None:
    with python(STARTER, str(tmp_path)) as starter:
        server = int(first_line(starter))
        starter.kill()
        soon(lambda: not lives(server), "the server is gone")


async def test_after_kill_9_it_is_found_on_the_same_port_with_what_was_acknowledged(tmp_path: Path) -> None:
    server = Bus(tmp_path).start()
    await make_streams(server.url, server.seed("operator"))
    url = server.url
    async with talk(server, "agreements") as agreements:
        await agreements.client.jetstream().publish("event.agreements.agreement-signed.v1", b"{}")
    os.kill(server.pid, signal.SIGKILL)
    soon(lambda: not server.alive, "the server is gone")
    server.start()
    assert server.url == url
    async with talk(server, "agreements") as agreements:
        assert (await agreements.client.jetstream().stream_info("EVENTS")).state.messages == 1
    server.stop()


def test_a_server_from_before_atomic_batches_is_refused(
    server: Bus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(launcher, "OLDEST_VERSION", (99, 0))
    late = Bus(tmp_path)
    with pytest.raises(Refused, match=r"för gammal .* version 99\.0 eller senare"):
        late.start()
    late.stop()
