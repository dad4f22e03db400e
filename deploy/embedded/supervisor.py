"""How does a whole Löfteskoll run on one machine? Starts everything in order, watches it, and stops it in order."""

import asyncio
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from deploy.embedded.archive import Archive, chosen, leave
from deploy.embedded.backup import Line
from deploy.embedded.bus import Bus
from deploy.embedded.clock import DomainClock
from deploy.embedded.folder import CLOCK, CLOCK_WISH, MAIL, SEALS, STATE, check_port, make_demo, make_folder, only_user
from deploy.embedded.health import answers
from deploy.embedded.postgres import SUPERUSER, Postgres
from deploy.embedded.processes import Addresses, choose_addresses, inbox_program, seal_seed, service_program
from deploy.embedded.program import Program
from deploy.embedded.signals import deaf_to_signals, signals_interrupt
from deploy.embedded.state import Process, State
from deploy.embedded.watch import Watch, Watched
from deploy.nats.permissions import OPERATOR, SERVICES
from deploy.provision import keepers, make_databases, make_streams, make_tables, owner_of
from services.runtime.clock import obey_wish, real_now
from services.runtime.errors import Refused
from services.runtime.seal import public_digits, signing_key

LOOK_EVERY = 0.2
BEAT_EVERY = 1.0
READY_WITHIN = 60.0
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a person asked for."""

    folder: Path
    port: int = 8300
    start: datetime | None = None
    """The domain's time to begin at; with neither this nor a speed, the real time."""
    speed: float | None = None
    """Domain seconds per real second."""
    archive: Path | None = None
    """Where the database's log is kept too, before any command is answered; remembered from an earlier start."""
    leave_archive: bool = False
    demo: bool = False
    """Anybody at this machine comes in; remembered from an earlier start."""


def run(plan: Plan, say: Say, when_ready: Callable[[State], None]) -> None:
    """Until Ctrl-C or SIGTERM. `when_ready` is called once, when every service answers."""
    with only_user(make_folder(plan.folder, shared=True)), signals_interrupt():
        check_port(plan.port)
        system = System(plan, say)
        try:
            system.start()
            when_ready(system.state)
            system.is_ready()
            system.watch()
        except KeyboardInterrupt:
            say("Stoppar …")
        finally:
            deaf_to_signals()
            system.stop()


class System:
    def __init__(self, plan: Plan, say: Say) -> None:
        folder = self._folder = plan.folder.resolve()
        self._plan = plan
        self._clock: DomainClock | None = None
        self._addresses = choose_addresses(plan.port, SERVICES)
        self._postgres = Postgres(folder)
        self._has_lived = self._postgres.cluster.exists()
        if plan.demo:
            make_demo(folder, has_lived=self._has_lived)
        place = None if plan.leave_archive else chosen(folder, plan.archive)
        self._archive = Archive(folder, place, self._postgres) if place else None
        self._bus = Bus(folder)
        self._services: list[Program] = []
        self._watch = Watch([], say)
        self._say = say
        self.state = State(pid=os.getpid(), portal_url=self._addresses.portal_url, mail=folder / MAIL)

    def start(self) -> None:
        self._postgres.start()
        if self._archive:
            self._archive.start()
        elif self._plan.leave_archive:
            leave(self._folder, Line(self._postgres.port, self._postgres.password(SUPERUSER)))
        self._bus.start()
        self._tell_where()
        asyncio.run(self._provision())
        self._begin_time()  # as late as possible: a fast clock would be days on before anybody is there
        self._services = self._programs(self._addresses)
        self._watch = Watch([*self._servers(), *self._services], self._say)
        for program in self._services:
            program.start()
        self._tell_processes()
        self._await_services()

    def is_ready(self) -> None:
        self.state.ready = True
        self._tell_processes()

    def watch(self) -> None:
        beat = time.monotonic()
        while True:
            self._look()
            if self._clock:
                self._obey(self._clock)
            if self._clock and time.monotonic() - beat >= BEAT_EVERY:
                self._clock.beat()
                beat = time.monotonic()
            time.sleep(LOOK_EVERY)

    def _obey(self, clock: DomainClock) -> None:
        obey_wish(self._folder / CLOCK_WISH, clock.obey)

    def _look(self) -> None:
        if self._watch.look():
            self._tell_processes()

    def stop(self) -> None:
        """First those who ask, then those who are asked. All services are told at once and then waited for."""
        for program in reversed(self._services):
            program.send(program.farewell)
        for program in reversed(self._services):
            program.stop()
        if self._clock:
            self._clock.freeze()
        self._bus.stop()
        self._postgres.stop()
        if self._archive:
            self._archive.stop()  # last: PostgreSQL hands it the end of its log while it stops
        (self._folder / STATE).unlink(missing_ok=True)

    def _begin_time(self) -> None:
        """A folder whose time has once been its own keeps it; otherwise only who asks gets one."""
        path, start, speed = self._folder / CLOCK, self._plan.start, self._plan.speed
        if not (start or speed or path.exists()):
            return
        if self._has_lived and not path.exists():
            start = max(start or real_now(), real_now())  # it has lived in real time, and time does not go backwards
        self._clock = DomainClock(path)
        self._clock.begin(start, speed)
        self.state.clock_file = path

    def _programs(self, addresses: Addresses) -> list[Program]:
        clock = self.state.clock_file
        servers = (self._postgres, self._bus)
        services = [service_program(name, self._folder, addresses, servers, clock) for name in SERVICES]
        return [inbox_program(self._folder, addresses), *services]

    def _servers(self) -> list[Watched]:
        return [self._postgres, *([self._archive] if self._archive else []), self._bus]

    async def _provision(self) -> None:
        await make_databases(self._postgres)
        await make_tables(self.state.owner_urls)
        await make_streams(self.state.nats_url, self.state.nats_seed)

    def _tell_where(self) -> None:
        self.state.nats_url, self.state.nats_seed = self._bus.url, self._bus.seed(OPERATOR)
        self.state.owner_urls = {name: self._postgres.url(name, role=owner_of(name)) for name in keepers()}
        self.state.seal_keys = [public_digits(signing_key(seal_seed(self._folder)).verify_key)]
        self.state.seal_file = self._folder / SEALS

    def _tell_processes(self) -> None:
        self.state.processes = {
            process.name: Process(
                pid=process.pid,
                port=self._addresses.health.get(process.name, 0),
                restarts=self._watch.restarts(process.name),
            )
            for process in self._watch.processes
        }
        self.state.write(self._folder)

    def _await_services(self) -> None:
        deadline = time.monotonic() + READY_WITHIN
        waiting = list(self._services)
        while waiting := [program for program in waiting if not answers(self._addresses.health.get(program.name, 0))]:
            self._look()
            if time.monotonic() > deadline:
                raise Refused(f"{waiting[0].name} blev inte redo på {READY_WITHIN:g} s. {waiting[0].last_words()}")
            time.sleep(0.05)
