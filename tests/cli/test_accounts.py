"""An operator lets people sign in, and no longer, at the terminal."""

from tests.cli.terminal import Terminal
from tests.looking import rows
from tests.system import System

WHO = "samordnare.arjeplog@example.se"


async def test_an_account_is_added_listed_and_ended(system: System, terminal: Terminal):
    assert "Ingen kan logga in." in (await terminal("account")).out
    words = ("account", "add", WHO, "samordnare", "--label", "Samordnare, Arjeplog", "--organisation", "2506")
    said = await terminal(*words, "--place", "2505")
    assert (said.code, said.out) == (0, f"{WHO} kan logga in i portalen som samordnare.\n")
    (line,) = (await terminal("account", "list", "--json")).json
    assert (line["mailbox"], line["role"], line["places"]) == (WHO, "coordinator", ["2506", "2505"])
    assert "Arjeplog, Arvidsjaur" in (await terminal("account", "list")).out

    again = await terminal(*words)
    assert (again.code, again.err.strip()) == (1, f"{WHO} har redan ett konto. Avsluta det först.")
    assert (await terminal("account", "end", WHO.upper())).code == 0
    assert (await terminal("account", "end", WHO)).code == 1
    assert (await terminal(*words)).code == 0, "the mailbox may have a new one"

    log = await rows(system.urls["portal"], "SELECT subject, body FROM event_log ORDER BY seq")
    assert [kind for kind, _ in log] == [f"event.portal.account-{what}.v1" for what in ("added", "ended", "added")]
    assert WHO not in str(log)


async def test_what_is_no_role_is_not_understood_and_a_role_without_its_places_is_refused(
    system: System, terminal: Terminal
):
    assert (await terminal("account", "add", WHO, "chef", "--label", "Chef")).code == 2
    for role, place, sentence in (
        ("samordnare", (), "Ange vilken organisation kontot hör till"),
        ("kommunpolis", ("--organisation", "2506"), "En kommunpolis hör till polisen."),
        ("kommunpolis", ("--organisation", "polis"), "Ange vilka kommuner kontot gäller"),
        ("länsstyrelse", ("--place", "2506"), "Länsstyrelsens konto gäller ett län."),
        ("drift", ("--place", "2506"), "Driftens konto gäller inga kommuner."),
        ("drift", ("--organisation", "polis"), "Den rollen hör inte till någon part."),
    ):
        said = await terminal("account", "add", WHO, role, "--label", "Roll", *place)
        assert said.code == 1
        assert sentence in said.err
