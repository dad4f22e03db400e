"""Mail is stopped and made quiet at the terminal, and the next mail shows it."""

from tests.builders import KOMMUNPOLIS, SAMORDNARE, a_commitment, register_agreement
from tests.cli.terminal import Terminal
from tests.system import System


async def promised(system: System) -> None:
    await system.tell(
        register_agreement(commitments=tuple(a_commitment(f"arjeplog-{nr}", due="2026-03-30") for nr in (1, 2)))
    )


async def test_mail_to_a_mailbox_is_stopped_listed_and_allowed_again(system: System, terminal: Terminal):
    assert "inte stoppat" in (await terminal("mailbox")).out
    said = await terminal("mailbox", "stop", SAMORDNARE.mailbox, "--reason", "De läser i portalen")
    assert (said.code, said.out) == (0, f"Inget mer skickas till {SAMORDNARE.mailbox}.\n")
    assert "De läser i portalen" in (await terminal("mailbox")).out
    (line,) = (await terminal("mailbox", "--mailbox", SAMORDNARE.mailbox, "--json")).json
    assert SAMORDNARE.mailbox not in str(line)
    await promised(system)
    await system.settle()
    assert [mail["To"] for mail in system.post.mails] == [KOMMUNPOLIS.mailbox]

    assert (await terminal("mailbox", "allow", SAMORDNARE.mailbox)).code == 0
    system.clock.set("2026-03-23T09:00")
    await system.settle()
    assert {mail["To"] for mail in system.post.mails[1:]} == {KOMMUNPOLIS.mailbox, SAMORDNARE.mailbox}
    again = await terminal("mailbox", "allow", SAMORDNARE.mailbox)
    assert (again.code, again.err.strip()) == (1, "Mejl till den brevlådan är inte stoppat.")


async def test_an_organisation_is_made_quiet_and_its_digest_says_only_role_and_links(
    system: System, terminal: Terminal
):
    why = ("--reason", "Brevlådan läses av flera.")
    assert (await terminal("quiet", "on", "2506")).code == 2
    assert (await terminal("quiet", "on", "2506", *why)).out == "Mejl till Arjeplog (2506) bär bara roll och länk.\n"
    assert (await terminal("quiet", "on", "2506", "--party", "polis", *why)).out.startswith(
        "Mejl till polisen i Arjeplog"
    )
    assert (await terminal("quiet", "off", "2506", "--party", "polis")).code == 0
    told = "Arjeplog (2506) sedan 2026-03-02, den som sköter systemet: Brevlådan läses av flera.\n"
    assert (await terminal("quiet")).out.replace("\n", " ").strip() == told.strip()
    await promised(system)
    await system.settle()
    subjects = {mail["To"]: mail["Subject"] for mail in system.post.mails}
    assert subjects == {
        SAMORDNARE.mailbox: "Två saker väntar på svar",
        KOMMUNPOLIS.mailbox: "Två löften att följa upp",
    }
    (quiet,) = system.post.to(SAMORDNARE.mailbox)
    assert [word for word in ("andring", "Arjeplog", "2026-03-30") if word in str(quiet.get_body(("plain",)))] == []
    assert (await terminal("quiet", "off", "2506")).code == 0
    assert (await terminal("quiet")).out == "Alla mejl säger vad de gäller.\n"
