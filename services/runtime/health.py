"""Is the service alive, is it ready, and what does it count? /live, /ready and /metrics, beside the pages it serves."""

import asyncio
import json
from typing import TYPE_CHECKING
from uuid import uuid4

from faststream.asgi import AsgiFastStream, AsgiResponse, get
from faststream.asgi.types import ASGIApp, Receive, Scope, Send
from nats.aio.client import Client
from prometheus_client import generate_latest
from sqlalchemy import text

from schemas.base import Query
from schemas.health import Chore, Late
from schemas.health import Health as Told
from services.runtime.clock import real_now
from services.runtime.lags import heard_by, subscribers
from services.runtime.work import Work

if TYPE_CHECKING:
    from services.runtime.service import Service

_COUNTS = text("""
SELECT (SELECT count(*) FROM event_queue) AS queue, (SELECT count(*) FROM held_event) AS held,
  (SELECT count(*) FROM stuck) AS stuck, (SELECT count(*) FROM stuck WHERE parked_at IS NOT NULL) AS parked""")
_BESIDE = text("""
SELECT (SELECT min(l.occurred_at) FROM event_queue JOIN event_log l USING (seq)) AS oldest,
  (SELECT max(day) FROM seal) AS sealed_on""")


class Health:
    def __init__(self, service: "Service") -> None:
        self._service = service
        self._started_at = real_now()

    def app(self, pages: dict[str, ASGIApp]) -> ASGIApp:
        """One ASGI application: health, and below each path the pages served there."""
        health = AsgiFastStream(
            self._service.broker,
            asgi_routes=[("/live", self._live()), ("/ready", self._ready()), ("/metrics", self._metrics())],
        )

        async def dispatch(scope: Scope, receive: Receive, send: Send) -> None:
            path = scope.get("path", "")
            served = [page for prefix, page in pages.items() if path.startswith(prefix)]
            known = scope["type"] != "http" or path in {"/live", "/ready", "/metrics"} or not served
            await (health if known else served[0])(scope, receive, send)

        return dispatch

    async def state(self) -> dict[str, object]:
        """What an operator needs to see at a glance. `ready` is the sum of it."""
        service = self._service
        connected = await service.broker.ping(timeout=1.0)
        told: dict[str, object] = {"service": service.name, "nats": connected, "now": service.clock.now().isoformat()}
        kept = True
        if service.keeps:
            try:
                async with service.database.reading() as connection:
                    counts = (await connection.execute(_COUNTS)).mappings().one()
                    late = await self._late(Work(connection, connection.now, uuid4()))
                told |= dict(counts) | {"oldest_due_seconds": late}
                for what, seconds in late.items():
                    service.measures.oldest_due.labels(what).set(seconds)
                for name in ("queue", "held", "stuck", "parked"):
                    getattr(service.measures, name).set(counts[name])
            except Exception as error:  # noqa: BLE001  whatever it is, the service is not ready
                kept = False
                told["database"] = type(error).__name__
        return told | {"ready": connected and kept and not service.stopping.is_set()}

    async def check(self, _: Query, work: Work) -> Told:
        """The same for a person: with ages, and how far those have come who listen."""
        service = self._service
        counts = (await work.connection.execute(_COUNTS)).mappings().one()
        beside = (await work.connection.execute(_BESIDE)).one()
        late = await self._late(work)
        pace = max(1.0, service.clock.speed)
        oldest = (work.now - (beside.oldest or work.now)).total_seconds() / pace
        return Told(
            started_at=self._started_at,
            unpublished=counts["queue"],
            unpublished_seconds=max(0, round(oldest)),
            held=counts["held"],
            parked=counts["parked"],
            hears=bool(service.heard),
            heard=await heard_by(self._nc, service.name, service.producers) if service.heard else None,
            late=tuple(Late(what=Chore(what), seconds=round(seconds / pace)) for what, seconds in late.items()),
            sealed_on=beside.sealed_on,
        )

    async def check_with_subscribers(self, question: Query, work: Work) -> Told:
        """For the one who tells the counties: and how far those have come who follow them."""
        told, following = await asyncio.gather(self.check(question, work), subscribers(self._nc))
        return told.model_copy(update={"subscribers": following})

    @property
    def _nc(self) -> Client:
        return self._service.broker.config.broker_config.connection_state.connection

    async def _late(self, work: Work) -> dict[str, float]:
        """By how much the oldest is late of what the clock should have done, kind by kind; 0: nothing waits."""
        oldest = {what: await look(work) for what, look in self._service.watched.items()}
        return {what: (work.now - since).total_seconds() if since else 0.0 for what, since in oldest.items()}

    def _live(self) -> ASGIApp:
        @get(include_in_schema=False)
        async def live(_: Scope) -> AsgiResponse:
            return AsgiResponse(b"alive", 200)

        return live

    def _ready(self) -> ASGIApp:
        @get(include_in_schema=False)
        async def ready(_: Scope) -> AsgiResponse:
            state = await self.state()
            body = json.dumps(state).encode()
            return AsgiResponse(body, 200 if state["ready"] else 503, headers={"content-type": "application/json"})

        return ready

    def _metrics(self) -> ASGIApp:
        @get(include_in_schema=False)
        async def metrics(_: Scope) -> AsgiResponse:
            await self.state()
            return AsgiResponse(generate_latest(self._service.measures.registry), 200, {"content-type": "text/plain"})

        return metrics
