"""Which commands are there? A table of contents; each file answers for its own."""

import sys

import typer

from services.cli import (
    accounts,
    agreements,
    assembly,
    bounces,
    clocks,
    commitments,
    county,
    deadlines,
    events,
    explaining,
    feedback,
    following,
    functions,
    judging,
    ladders,
    life,
    mail,
    mailboxes,
    measures,
    meetings,
    occurrences,
    operating,
    parked,
    quiet,
    recovery,
    sealed,
    simulation,
    starting,
    status,
    summary,
    swedish,
    taking_in,
)
from services.cli.as_of import asking
from services.runtime.errors import Refused, Unavailable

app = typer.Typer(
    name="lofteskoll",
    help="Håller reda på vad polis och kommuner har lovat varandra och invånarna.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("up")(starting.up)
app.command("down")(starting.down)
app.command("status")(status.status)
app.command("provision")(starting.provision)
app.command("import")(taking_in.import_agreements)
app.command("agreements")(asking(agreements.agreements))
app.command("show")(asking(agreements.show))
app.add_typer(life.app, name="agreement")
app.add_typer(commitments.app, name="commitment")
app.add_typer(functions.app, name="functions")
app.command("due")(asking(following.due))
app.command("report")(following.report)
app.command("assess")(judging.assess)
app.command("override")(judging.override)
app.add_typer(occurrences.app, name="occurrence")
app.add_typer(ladders.app, name="ladder")
app.command("summary")(asking(summary.summary))
app.add_typer(meetings.app, name="meeting")
app.command("explain")(asking(explaining.explain))
app.command("simulate")(asking(simulation.simulation))
app.command("clocks")(asking(clocks.clocks))
app.command("deadlines")(asking(deadlines.deadlines))
app.command("step")(clocks.step)
app.command("inform")(feedback.inform)
app.command("feedback")(asking(feedback.feedback))
app.command("measure")(measures.measure)
app.command("measures")(asking(measures.measures))
app.command("assembly-report")(asking(assembly.assembly_report))
app.add_typer(mail.app, name="inbox")
app.command("bounce")(bounces.bounce)
app.add_typer(mailboxes.app, name="mailbox")
app.add_typer(accounts.app, name="account")
app.add_typer(quiet.app, name="quiet")
app.add_typer(county.app, name="county")
app.command("events")(events.events)
app.add_typer(parked.app, name="parked")
app.command("replay")(operating.replay)
app.command("verify")(operating.verify)
app.command("seals")(sealed.seals)
app.command("backup")(recovery.backup)
app.command("restore")(recovery.restore)


def main() -> None:
    """Exit codes: 0 done, 1 refused or out of reach, 2 not understood."""
    try:
        sys.exit(swedish.run(app))
    except (Refused, Unavailable) as sentence:
        print(sentence, file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
