"""Which streams and consumers shall NATS have? Made in one separate step (provision), compared at start.

A durable that exists is bound without its configuration being compared, and a service that declares a stream overwrites
what others rely on; so services only look.
"""

from collections.abc import Iterable, Mapping, Sequence

from nats.aio.client import Client
from nats.js import JetStreamContext
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy, RetentionPolicy, StorageType, StreamConfig
from nats.js.errors import NotFoundError

EVENTS = "EVENTS"
PROGRESS = "PROGRESS"
STREAMS = {EVENTS: "event.>", PROGRESS: "progress.>"}
DUPLICATE_WINDOW = 120.0
"""Seconds in which NATS itself drops a repeated Nats-Msg-Id: an optimisation, never what correctness rests on."""
ACK_WAIT = 10.0
"""Seconds after which what a dead process had is given to another: with the turn, all is taken over within fifteen.

A living one that is slower is given its page again and passes it over: a repeat costs less than a long wait.
"""
MAX_WAITING = 4096
"""Messages delivered to one service and not yet acknowledged."""


class Missing(Exception):
    """A stream or consumer is not as it must be; a sentence for the operator."""


def stream_of(subject: str) -> str:
    """The stream a subject is kept in."""
    return PROGRESS if subject.startswith("progress.") else EVENTS


async def provision(nc: Client, consumers: Mapping[str, Sequence[str]]) -> None:
    """Make streams and one durable per service over all that its producers say. Safe to repeat."""
    js = nc.jetstream(timeout=10)
    for name, subjects in STREAMS.items():
        config = StreamConfig(
            name=name,
            subjects=[subjects],
            retention=RetentionPolicy.LIMITS,
            storage=StorageType.FILE,
            duplicate_window=DUPLICATE_WINDOW,
            allow_atomic=True,
            deny_delete=True,
            allow_direct=True,
        )
        try:
            await js.stream_info(name)
            await js.update_stream(config)
        except NotFoundError:
            await js.add_stream(config)
    for service, producers in consumers.items():
        await js.add_consumer(EVENTS, consumer_config(service, producers))


def consumer_config(service: str, producers: Sequence[str]) -> ConsumerConfig:
    return ConsumerConfig(
        durable_name=service,
        filter_subjects=[f"event.{producer}.>" for producer in sorted(producers)],
        deliver_policy=DeliverPolicy.ALL,
        ack_policy=AckPolicy.EXPLICIT,
        ack_wait=ACK_WAIT,
        max_deliver=-1,
        max_ack_pending=MAX_WAITING,
    )


async def on_their_way(js: JetStreamContext, services: Iterable[str]) -> int:
    """Events that these services have not been given yet, or have been given and not acknowledged."""
    found = [await js.consumer_info(EVENTS, service) for service in services]
    return sum((one.num_pending or 0) + (one.num_ack_pending or 0) for one in found)


async def compare(js: JetStreamContext, service: str, producers: Sequence[str]) -> None:
    """Raise Missing unless the service's durable exists and is what `provision` makes."""
    try:
        found = (await js.consumer_info(EVENTS, service)).config
    except NotFoundError as error:
        raise Missing(f"The consumer {service} on {EVENTS} does not exist: run `lofteskoll provision`.") from error
    wanted = consumer_config(service, producers)
    if sorted(found.filter_subjects or [found.filter_subject or ""]) != wanted.filter_subjects:
        raise Missing(f"The consumer {service} on {EVENTS} hears other subjects: run `lofteskoll provision`.")
    if found.max_deliver != wanted.max_deliver or found.ack_policy != wanted.ack_policy:
        raise Missing(f"The consumer {service} on {EVENTS} has other settings: run `lofteskoll provision`.")
