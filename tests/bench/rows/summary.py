"""How long does the summary of a big agreement take, beside the same SQL by psql?"""

import contextlib
import re
import subprocess
import time
from collections.abc import AsyncIterator
from statistics import quantiles

from asyncpg.connection import LoggedQuery

from deploy.embedded.postgres import programs
from schemas.agreements import Count, DraftAgreement, RegisterAgreement, Window
from schemas.base import Party
from schemas.followup import ReportActivity, SummariseAgreement, Summary
from services.followup.handlers.summaries import summarise_agreement
from services.runtime.clock import SystemClock
from services.runtime.database import Database
from tests.bench.load import a_document_of, all_heard, entry, next_slug, quiet, tell_all
from tests.bench.row import Figures, Goal, Once, Plan, Row
from tests.bench.rows.commands import SIGNED
from tests.bench.world import World, world
from tests.builders import a_function

COMMITMENTS, YEARS, ASKED = 200, range(2016, 2026), 40
OURS, PSQL, ROUNDTRIPS = "ours p95 ms", "same SQL by psql p95 ms", "reply kB"
TIMED = re.compile(r"^Time: ([\d.]+) ms", re.MULTILINE)


def ten_years(commitments: int) -> DraftAgreement:
    slug, lead = next_slug(), a_function("kommunpolis", Party.POLICE, "kommunpolis@example.se")
    entries = [entry(slug, nr, Count(min=2, window=Window.YEAR), lead) for nr in range(commitments)]
    return DraftAgreement(document=a_document_of(slug, entries, lead, since=f"{YEARS[0]}-01-01"))


def reports(draft: DraftAgreement) -> list[ReportActivity]:
    """Both parties told something of every commitment in every year."""
    return [
        ReportActivity(
            occurrence=f"{one.slug}/{year}", party=party, count=1, on=SIGNED.replace(year=year), comment="Gjort."
        )
        for one in draft.document.commitments
        for year in YEARS
        for party in Party
    ]


async def asked(system: World, question: SummariseAgreement) -> tuple[float, float]:
    """The p95 in milliseconds as the asker sees it, and the size of the answer in kB."""
    taken, size = [], 0
    for _ in range(ASKED):
        began = time.perf_counter()
        answer = await system.nc.request(question.subject, question.model_dump_json().encode(), timeout=30)
        taken.append(1000 * (time.perf_counter() - began))
        size = len(answer.data)
    reply = Summary.model_validate_json(answer.data)
    if reply.refused or reply.failed:
        raise ValueError(reply.refused or reply.failed)
    return quantiles(taken, n=20)[18], size / 1000


async def statements(system: World, question: SummariseAgreement) -> list[str]:
    """The SQL that followup's handler runs, with its values."""
    database, told = Database(system.postgres.url("followup"), SystemClock()), list[str]()

    def note(asked: LoggedQuery) -> None:
        told.append(_written(asked.query, asked.args))

    async with database.work() as work:
        with work.connection.driver.query_logger(note):
            await summarise_agreement(question, work)
    await database.close()
    return told


def _written(statement: str, values: tuple[object, ...]) -> str:
    """$1 and its like as literals: psql has nobody to bind them."""

    def literal(found: re.Match[str]) -> str:
        value = values[int(found[1]) - 1]
        if isinstance(value, list | tuple):
            return "'{" + ",".join(str(each) for each in value) + "}'"
        return str(value) if isinstance(value, int) else f"'{value}'"

    return re.sub(r"\$(\d+)", literal, statement)


def by_psql(url: str, told: list[str]) -> float:
    """p95 in milliseconds of all statements together, one connection, the rows fetched and thrown away."""
    script = "\\timing on\n\\o /dev/null\n" + ";\n".join(told * ASKED) + ";\n"
    command = [str(programs() / "psql"), url, "-X", "-q", "-v", "ON_ERROR_STOP=1"]
    done = subprocess.run(command, input=script, capture_output=True, text=True, check=True)
    times = [float(ms) for ms in TIMED.findall(done.stdout)]
    each = [sum(times[start : start + len(told)]) for start in range(0, len(times), len(told))]
    return quantiles(each, n=20)[18]


@contextlib.asynccontextmanager
async def begin(plan: Plan) -> AsyncIterator[Once]:
    draft = ten_years(plan.some(COMMITMENTS))
    async with world("agreements", "followup") as system:
        await tell_all(system.nc, [RegisterAgreement(document=draft.document, signed_on=SIGNED)])
        await all_heard(system, "agreements", ("followup",))
        await quiet(system, ("followup",))
        await tell_all(system.nc, reports(draft))
        question = SummariseAgreement(agreement=draft.document.slug)
        told = await statements(system, question)

        async def once(_: int) -> Figures:
            ours, size = await asked(system, question)
            return {OURS: ours, PSQL: by_psql(system.postgres.url("followup"), told), ROUNDTRIPS: size}

        yield once


ROW = Row(
    "summary",
    "summary of an agreement with 200 commitments and 10 years of reports, p95",
    begin,
    (Goal("of the same SQL by psql", OURS, PSQL, 5, 2, at_most=True),),
    "4,000 reports told by command; ours from question to answer over NATS, psql executes and fetches the rows",
)
