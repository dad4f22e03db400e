"""Somebody comes in by a mailed link that works once, and nobody else does."""

import re
from email.message import EmailMessage

import httpx
import pytest
from pydantic import ValidationError

from schemas.notifier import StopMail
from schemas.portal import AccountRole, EndAccount
from services.portal.app import build
from services.portal.model.signing_in import own_path
from services.portal.pages.door import form_token, is_form_token
from services.portal.pages.site import Guest
from services.portal.settings import Settings
from services.runtime.links import is_sign_in_token, make_sign_in_token
from tests.builders import KOMMUNPOLIS, SAMORDNARE, a_commitment
from tests.fakes import StoppedClock
from tests.looking import rows, until
from tests.portal.conftest import sign
from tests.portal.html import read
from tests.portal.visitors import COOKIE, OWN_FORM, Browser, an_account, browser_of, signed_in
from tests.system import KEY, PORTAL, System

WHO = an_account().mailbox


@pytest.fixture
async def stranger(system: System) -> httpx.AsyncClient:
    await system.tell(an_account())
    async with browser_of(system.services["portal"].pages["/"]) as browser:
        yield browser


async def ask(browser: httpx.AsyncClient, mailbox: str = WHO, **more: str) -> httpx.Response:
    return await browser.post("/logga-in", data={"mailbox": mailbox, **more})


async def mailed(system: System, count: int = 1) -> list[EmailMessage]:
    async def has_come() -> bool:
        await system.settle()
        return len(system.post.mails) >= count

    await until(has_come, f"{count} mails")
    return system.post.mails


def link_in(mail: EmailMessage) -> str:
    [text, html] = [str(mail.get_body((kind,)).get_content()) for kind in ("plain", "html")]
    [link] = re.findall(rf"{PORTAL}(/logga-in/\S+)", text)
    assert f'href="{PORTAL}{link}"' in html
    return link


async def test_a_link_is_mailed_looked_at_by_scanners_used_once_and_leads_back(system: System, stranger: Browser):
    asked_for = "/overenskommelser?per=2026-03-01"
    shut = await stranger.get(asked_for)
    assert shut.status_code == 401
    back_to = read(shut.text).one("input", name="till").attributes["value"]
    answer = await ask(stranger, WHO.upper(), till=back_to)
    assert (answer.status_code, answer.headers["location"]) == (303, "/logga-in/skickat")
    [mail] = await mailed(system)
    assert (mail["To"], mail["Subject"]) == (WHO, "Logga in i Löfteskoll")
    link = link_in(mail)
    for method in ("GET", "HEAD", "GET"):
        assert (await stranger.request(method, link)).status_code == 200
    assert "Logga in som Coordinator" in read((await stranger.get(link)).text).words

    async with browser_of(system.services["portal"].pages["/"]) as another:  # the mail is read on the telephone
        came_in = await another.post(link)
        assert (came_in.status_code, came_in.headers["location"]) == (303, asked_for)
        cookie = came_in.headers["set-cookie"]
        assert cookie.startswith(f"{COOKIE}=")
        assert all(word in cookie for word in ("HttpOnly", "SameSite=lax", "Path=/"))
        assert (await another.get(asked_for)).status_code == 200
    for attempt in (await stranger.get(link), await stranger.post(link)):
        assert attempt.status_code == 410
        assert "Be om en ny" in read(attempt.text).words

    token = link.rpartition("/")[2]
    for url in system.urls.values():
        for name in ("sign_in", "session", "sign_in_mail", "command_done", "event_log"):
            if await rows(url, "SELECT to_regclass($1)::text AS there", name) != [(None,)]:
                kept = str(await rows(url, f"SELECT * FROM {name}"))  # noqa: S608  a constant
                assert token not in kept
                assert WHO not in kept


async def test_who_has_no_account_is_answered_alike_and_nobody_is_flooded(system: System, stranger: Browser):
    known, unknown = await ask(stranger), await ask(stranger, "ingen@example.se")
    assert (known.status_code, dict(known.headers), known.content) == (
        unknown.status_code,
        dict(unknown.headers),
        unknown.content,
    )
    for _ in range(6):
        assert (await ask(stranger)).status_code == 303
    await mailed(system, 5)
    await system.settle()
    assert [mail["To"] for mail in system.post.mails] == [WHO] * 5
    for mistaken in ("inte en adress", "a\0@example.se", "a\x9f@example.se"):
        wrong = await ask(stranger, mistaken)
        assert wrong.status_code == 422
        assert read(wrong.text).one("input", name="mailbox").attributes["aria-invalid"] == "true"


async def test_a_link_that_is_too_old_forged_or_of_an_ended_account_lets_nobody_in(system: System, stranger: Browser):
    portal = system.urls["portal"]
    await ask(stranger)
    [mail] = await mailed(system)
    link = link_in(mail)
    await rows(portal, "UPDATE sign_in SET expires_at = expires_at - interval '11 minutes'")
    assert (await stranger.post(link)).status_code == 410, "the hour is signed too"

    [(asked, expires)] = await rows(
        portal, "UPDATE sign_in SET expires_at = now() + interval '1 h' RETURNING id, expires_at"
    )
    for forged in (
        make_sign_in_token("another key, long enough", asked, expires),
        "hej",
        "%C3%A5",
        "a" * 64,
        "A" * 300,
    ):
        assert (await stranger.post(f"/logga-in/{forged}")).status_code in {404, 410}
    true = make_sign_in_token(KEY, asked, expires)
    assert not is_sign_in_token(KEY, true[:-2] + "A=", asked, expires)
    await system.tell(EndAccount(mailbox=WHO))
    assert (await stranger.post(f"/logga-in/{true}")).status_code == 410


async def test_a_session_ends_when_it_is_ended_idle_old_or_its_account_is(system: System, stranger: Browser):
    portal = system.services["portal"]
    url, role = system.urls["portal"], AccountRole.STEERING_GROUP
    async with signed_in(portal, role) as one, browser_of(portal.pages["/"]) as two:
        two.cookies, two.token = one.cookies, one.token
        assert (await one.get("/")).status_code == (await two.get("/")).status_code == 200
        assert (await two.post("/logga-ut")).headers["location"] == "/logga-in"
        assert (await one.get("/")).status_code == 401
    for how in (
        "UPDATE session SET seen_at = now() - interval '31 minutes'",
        "UPDATE session SET begun_at = now() - interval '601 minutes'",
    ):
        async with signed_in(portal, role, mailbox=f"{len(how)}@example.se") as one:
            assert (await one.get("/")).status_code == 200
            await rows(url, how)
            assert (await one.get("/")).status_code == 401
    async with signed_in(portal, role, mailbox="sist@example.se") as one:
        await system.tell(EndAccount(mailbox="sist@example.se"))
        assert (await one.get("/")).status_code == 401
    async with signed_in(portal, role, mailbox="igen@example.se") as one:
        await rows(url, "INSERT INTO session SELECT '\\x00', account_id FROM session ORDER BY begun_at DESC LIMIT 1")
        assert (await one.post("/logga-ut/overallt")).status_code == 303
        ended = "SELECT 1 FROM session s JOIN account a ON a.id = s.account_id WHERE mailbox = 'igen@example.se'"
        assert await rows(url, ended) == []


async def test_a_form_is_taken_from_the_session_it_was_made_for_and_no_other(system: System, browser: Browser):
    form = "/tillfalle/arjeplog-1/2026"
    async with signed_in(system.services["portal"], AccountRole.COORDINATOR, mailbox="b@example.se") as other:
        for wrong in ("", other.token, "å"):
            told = await browser.post(form, data={"nyckel": wrong})
            assert told.status_code == 403
            assert "Sidan var gammal" in read(told.text).words
    assert (await browser.post(form)).status_code != 403


async def test_nobody_is_shut_out_by_a_stop_and_what_a_server_refuses_or_never_confirmed_is_not_sent_again(
    system: System, stranger: Browser
):
    whose = SAMORDNARE.mailbox
    await system.tell(an_account(mailbox=whose))
    await system.tell(StopMail(mailbox=whose, reason="Brevlådan är stängd"))
    await sign(system, commitments=(a_commitment(due="2026-03-09"),))
    await ask(stranger, whose)
    await system.forward(3)
    kommunpolis = [mail for mail in await mailed(system, 2) if mail["To"] == KOMMUNPOLIS.mailbox]
    assert kommunpolis, "a reminder has left"
    assert [mail["Subject"] for mail in system.post.to(whose)] == ["Logga in i Löfteskoll"]
    system.post.mails.clear()

    system.post.answers.append("550 5.1.1 no such mailbox")
    before = await stranger.get("/logga-in/skickat")
    answer = await ask(stranger, whose)
    assert (answer.status_code, answer.headers["location"]) == (303, "/logga-in/skickat")
    assert (await stranger.get("/logga-in/skickat")).text == before.text
    sent = "SELECT state, reason, phase FROM sign_in_mail ORDER BY changed_at, state"

    async def settled() -> bool:
        await system.settle()
        return "E-postservern tar inte emot: 550" in str(await rows(system.urls["notifier"], sent))

    await until(settled, "it is refused")
    mark = "UPDATE sign_in_mail SET state = 'claimed', phase = 'dot', lease_until = now() - interval '1 s'"
    await rows(system.urls["notifier"], mark)
    await system.settle()
    assert "bekräftade aldrig" in str(await rows(system.urls["notifier"], sent))
    assert system.post.to(whose) == []


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("/overenskommelser?lan=25", "/overenskommelser?lan=25"),
        *(
            (bad, "/")
            for bad in (
                "",
                "//evil.example",
                "/\\evil.example",
                "https:evil",
                "https://evil.example/",
                "javascript:alert(1)",
                "evil",
                "/\t/evil.example",
                "/a\r\nSet-Cookie: x",
                "/å",
                "///evil",
                "/logga-ut",
                "/logga-in/x",
                "/" + "a" * 600,
            )
        ),
    ],
)
def test_one_is_led_to_our_own_pages_only(asked: str, leads_to: str):
    assert own_path(asked) == leads_to


def at_large(**settings: object) -> httpx.AsyncClient:
    return browser_of(build(Settings(link_key=KEY, **settings), StoppedClock()).pages["/"])


async def test_a_portal_with_a_public_address_answers_by_its_name_and_lets_nobody_in_without_a_mail():
    public = at_large(public_url="https://loften.example.se")
    seen = await public.get("/logga-in", headers={"Host": "loften.example.se", "X-Forwarded-Proto": "https"})
    assert seen.status_code == 200
    assert "max-age=31536000" in seen.headers["strict-transport-security"]
    assert "Prova som" not in seen.text
    assert (await public.get("/logga-in")).status_code == 421
    headers = {"Host": "loften.example.se", "Sec-Fetch-Site": "same-origin"}
    tried = await public.post("/logga-in/prova/0b5a1f6e-6f2c-4d0e-9a53-2f9e6f4c7b10", headers=headers)
    assert tried.status_code == 404


@pytest.mark.parametrize(
    "together",
    [
        {"demo": True, "public_url": "https://loften.example.se"},
        {"inbox_dir": "mail"},
        {"public_url": "http://a.example"},
    ],
)
def test_a_demo_is_not_begun_where_others_could_come(together: dict[str, object]):
    with pytest.raises(ValidationError):
        Settings(link_key=KEY, **together)


async def test_on_this_machine_only_nothing_is_answered_that_a_proxy_has_passed_on():
    for name in ("Forwarded", "X-Forwarded-For", "X-Real-IP"):
        assert (await at_large(demo=True).get("/logga-in", headers={name: "for=192.0.2.1"})).status_code == 421


async def test_in_a_demo_anybody_comes_in_as_any_account_and_elsewhere_not(system: System, stranger: Browser):
    assert "Prova som" not in (await stranger.get("/logga-in")).text
    ordinary = system.services["portal"]
    demo = build(
        Settings(
            link_key=KEY, demo=True, database_url=ordinary.settings.database_url, nats_url=ordinary.settings.nats_url
        ),
        system.clock,
    )
    async with browser_of(demo.pages["/"]) as visitor:
        page = read((await visitor.get("/konto")).text)
        [way] = [one.attributes["action"] for one in page.all("form") if "/prova/" in one.attributes["action"]]
        assert (await stranger.post(way)).status_code == 404
        came_in = await visitor.post(way, data={"till": "/konto"}, headers=OWN_FORM)
        assert came_in.headers["location"] == "/konto"
        assert "Samordnare" in read((await visitor.get("/konto")).text).words
    await demo.database.close()


def test_a_forms_token_is_written_differently_on_each_page_and_is_good_for_its_own_session_only():
    guest, other = Guest(session="ett"), Guest(session="två")
    one, two = form_token(guest), form_token(guest)

    assert one != two
    assert is_form_token(guest, one)
    assert is_form_token(guest, two)
    for wrong in (form_token(other), "", None, "g", one[:-2], one[:-2] + f"{int(one[-2:], 16) ^ 1:02x}"):
        assert not is_form_token(guest, wrong)
