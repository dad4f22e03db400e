"""Somebody comes in by their organisation's own sign-in, and nobody else does, whatever it or others say."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey
from pydantic import ValidationError
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from structlog.testing import capture_logs

from schemas.portal import EndAccount
from services.portal.app import build
from services.portal.handlers.accounts import add_account, end_account
from services.portal.model.account import is_same
from services.portal.model.provider import endpoints_in, mailbox_in
from services.portal.pages import begun, provider
from services.portal.settings import Settings
from services.runtime.service import Service
from tests.conftest import MakeDatabase
from tests.fakes import StoppedClock
from tests.looking import rows
from tests.portal.elsewhere import CLIENT, SECRET, Elsewhere, elsewhere_running
from tests.portal.html import read
from tests.portal.test_accessible import check_headings, check_names, check_nothing_foreign
from tests.portal.visitors import COOKIE, an_account, browser_of
from tests.system import KEY

WHO = an_account().mailbox
KEPT = f"{COOKIE}-inloggning"
WANTED = "/konto?per=2026-03-01"


@pytest.fixture
async def elsewhere() -> AsyncIterator[Elsewhere]:
    async with elsewhere_running() as one:
        yield one


@pytest.fixture
async def portal(database: MakeDatabase, elsewhere: Elsewhere) -> AsyncIterator[Service]:
    """With one account; nothing else of the system is there, for signing in asks nobody else."""
    settings = Settings(link_key=KEY, database_url=await database("portal"), **ours(elsewhere.issuer))
    service = build(settings, StoppedClock())
    async with service.database.work() as work:
        await add_account(an_account(), work)
    yield service
    await service.database.close()


def ours(issuer: str) -> dict[str, str]:
    return {"oidc_issuer": issuer, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET}


async def sign_in(browser: httpx.AsyncClient, elsewhere: Elsewhere, mailbox: str = WHO, till: str = "") -> str:
    """Where the browser is sent by the provider."""
    begins = await browser.get("/logga-in/oidc", params={"till": till})
    assert begins.status_code == 303, begins.text
    return elsewhere.sign_in(begins.headers["location"], mailbox)


def refused(answer: httpx.Response, sentence: str, status: int = 403) -> None:
    """In one sentence, with the mailed link still offered, and without a session."""
    page = read(answer.text)
    assert answer.status_code == status, page.words
    assert sentence in " ".join(one.text for one in page.all("p") if one.attributes.get("role") == "alert")
    assert page.one("input", name="mailbox")
    assert f"{COOKIE}=" not in answer.headers.get("set-cookie", "")
    for has_what_a_reader_needs in (check_headings, check_names, check_nothing_foreign):
        has_what_a_reader_needs(page)


async def test_who_signs_in_elsewhere_comes_in_as_the_account_with_the_mailbox_and_goes_on(
    portal: Service, elsewhere: Elsewhere
):
    async with browser_of(portal.pages["/"]) as browser:
        page = read((await browser.get(WANTED)).text)
        [button] = [one for one in page.all("a") if one.attributes.get("class") == "button"]
        begins = await browser.get(button.attributes["href"])
        assert elsewhere.asked == ["/.well-known/openid-configuration", "/keys"]
        asked = parse_qs(urlsplit(begins.headers["location"]).query)
        assert (asked["scope"], asked["code_challenge_method"]) == (["openid email"], ["S256"])
        assert all(word in begins.headers["set-cookie"] for word in ("HttpOnly", "SameSite=lax", "Max-Age=600"))
        assert asked["state"][0] not in begins.headers["set-cookie"]

        came_in = await browser.get(elsewhere.sign_in(begins.headers["location"], WHO.upper()))
        assert (came_in.status_code, came_in.headers["location"]) == (303, WANTED)
        session, gone = (one for one in came_in.headers.get_list("set-cookie"))
        assert session.startswith(f"{COOKIE}=")
        assert gone.startswith(f'{KEPT}="";')
        assert "Coordinator" in read((await browser.get("/konto")).text).words

        elsewhere.turn_key("two")
        again = await browser.get(await sign_in(browser, elsewhere))
        assert again.status_code == 303
        assert elsewhere.asked.count("/keys") == 2, "a new key is asked for, a known one is not"
        assert await rows(portal.settings.database_url.get_secret_value(), "SELECT count(*) FROM session") == [(1,)]
        elsewhere.told = {"email": None, "email_verified": None}
        assert (await browser.get(await sign_in(browser, elsewhere))).status_code == 303, "userinfo tells the mailbox"


async def test_what_the_provider_does_not_vouch_for_lets_nobody_in_and_the_log_tells_no_mailbox(
    portal: Service, elsewhere: Elsewhere
):
    public = json.dumps(elsewhere.key.as_dict(private=False)).encode()
    wrong = {
        "nonce": {"nonce": "another"},
        "no nonce": {"nonce": None},
        "audience": {"aud": "another", "azp": CLIENT},
        "two audiences": {"aud": [CLIENT, "another"]},
        "party": {"azp": "another"},
        "issuer": {"iss": "https://another.example"},
        "old": {"exp": 1_700_000_000},
        "endless": {"exp": None},
        "nobody": {"sub": None},
    }
    forged = {
        "another's key": lambda told: jwt.encode({"alg": "ES256", "kid": "one"}, told, ECKey.generate_key("P-256")),
        "an unknown key": lambda told: jwt.encode({"alg": "ES256", "kid": "x"}, told, ECKey.generate_key("P-256")),
        "none": lambda told: f"{packed({'alg': 'none', 'kid': 'one'})}.{packed(told)}.",
        "the secret": lambda told: jwt.encode({"alg": "HS256"}, told, OctKey.import_key(SECRET * 2)),
        "the public key": lambda told: jwt.encode({"alg": "HS256", "kid": "one"}, told, OctKey.import_key(public)),
        "tampered": lambda told: tampered(elsewhere.signed(told | {"email": "x@example.se"}), told),
        "empty": lambda _: "",
    }
    unsure = [{"email_verified": said} for said in (False, None, "true", 1)]
    unsure += [{"email": said} for said in ("", 7, [WHO], f"{WHO},x@example.se", "x")]
    async with browser_of(portal.pages["/"]) as browser:
        with capture_logs() as logs:
            for told in wrong.values():
                elsewhere.behave()
                elsewhere.told = told
                refused(await browser.get(await sign_in(browser, elsewhere)), provider.NOT_TAKEN)
            for sign in forged.values():
                elsewhere.behave()
                elsewhere.sign = sign
                refused(await browser.get(await sign_in(browser, elsewhere)), provider.NOT_TAKEN)
            for told in unsure:
                elsewhere.behave()
                elsewhere.told = told
                refused(await browser.get(await sign_in(browser, elsewhere)), provider.NO_MAILBOX)
            elsewhere.told, elsewhere.person = {"email": None}, {"sub": "another"}
            refused(await browser.get(await sign_in(browser, elsewhere)), provider.NOT_TAKEN)
            elsewhere.person = {"email_verified": False}
            refused(await browser.get(await sign_in(browser, elsewhere)), provider.NO_MAILBOX)
        assert len(logs) >= len(wrong) + len(forged)
        assert not [word for word in (WHO, "code-", SECRET, "eyJ") if word in str(logs)]
        elsewhere.behave()
        assert (await browser.get(await sign_in(browser, elsewhere))).status_code == 303, "rightly said it is taken"


def packed(told: dict[str, object]) -> str:
    return base64.urlsafe_b64encode(json.dumps(told).encode()).rstrip(b"=").decode()


def tampered(token: str, told: dict[str, object]) -> str:
    head, _, signature = token.split(".")
    return f"{head}.{packed(told)}.{signature}"


async def test_an_answer_is_taken_once_from_the_browser_that_asked_and_leads_to_our_own_pages(
    portal: Service, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
):
    async with AsyncExitStack() as stack:
        mine, theirs, fresh = [await stack.enter_async_context(browser_of(portal.pages["/"])) for _ in range(3)]
        back = await sign_in(mine, elsewhere)
        await sign_in(theirs, elsewhere)
        for browser in (theirs, fresh):
            refused(await browser.get(back), "annan webbläsare")
        for wrong in (
            back.replace("state=", "state=x"),
            back.replace("state=", "other="),
            f"{back}&iss=https://another.example",
        ):
            refused(await mine.get(wrong), "annan webbläsare")
        kept = mine.cookies[KEPT]
        assert (await mine.get(back)).status_code == 303
        refused(await mine.get(back), "annan webbläsare")
        mine.cookies.set(KEPT, kept, domain="127.0.0.1")
        with capture_logs() as logs:
            refused(await mine.get(back), provider.NOT_TAKEN)
        assert [one["fault"] for one in logs] == ["invalid_grant"], "the code that the provider names is not told"

        stopped = elsewhere.sign_in((await fresh.get("/logga-in/oidc")).headers["location"], WHO)
        refused(await fresh.get(stopped.replace("code=", "error=access_denied&kod=")), "avbröts")
        back = await sign_in(fresh, elsewhere)
        fresh.cookies.set(KEPT, fresh.cookies[KEPT][:-1] + "~", domain="127.0.0.1")
        refused(await fresh.get(back), "annan webbläsare")
        back = await sign_in(fresh, elsewhere)
        monkeypatch.setattr(begun, "LASTS", -1)
        refused(await fresh.get(back), "för länge sedan")
        monkeypatch.undo()
        for elsewhere_to in ("https://evil.example/", "//evil.example", "/logga-ut"):
            came_in = await fresh.get(await sign_in(fresh, elsewhere, till=elsewhere_to))
            assert came_in.headers["location"] == "/"


async def test_who_has_no_account_is_told_so_and_a_mailbox_that_only_looks_like_it_is_none(
    portal: Service, elsewhere: Elsewhere
):
    async with browser_of(portal.pages["/"]) as browser:
        for mailbox in ("ingen@example.se", WHO.replace("oo", "o\u00ba"), WHO.replace("c", "\u217d", 1)):
            answer = await browser.get(await sign_in(browser, elsewhere, mailbox))
            refused(answer, f"{mailbox} har inget konto här. Den som sköter systemet vet")
            [language] = [form for form in read(answer.text).all("form") if "sprak" in form.attributes["action"]]
            assert language.attributes["action"] == "/sprak?till=%2Flogga-in", "the answer is not asked for again"
        async with portal.database.work() as work:
            await end_account(EndAccount(mailbox=WHO), work)
        refused(await browser.get(await sign_in(browser, elsewhere)), "har inget konto")


async def test_a_provider_that_is_down_slow_or_strange_is_told_in_a_sentence_and_asked_again_the_next_time(
    portal: Service, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
):
    class Slow(JSONResponse):
        async def __call__(self, *to: Any) -> None:
            await asyncio.sleep(2)
            await super().__call__(*to)

    def wait_for(answer: Response) -> None:
        monkeypatch.setattr(provider, "PATIENCE", 0.2 if isinstance(answer, Slow) else 10)

    document, keys, token = "/.well-known/openid-configuration", "/keys", "/token"
    named = json.loads(elsewhere._document().body)
    strange = [
        (document, RedirectResponse(f"{elsewhere.issuer}/the-same-there")),
        (document, PlainTextResponse("<html>", 200)),
        (document, JSONResponse([named])),
        (document, JSONResponse(named | {"issuer": "https://another.example"})),
        (document, JSONResponse(named | {"token_endpoint": "http://another.example/token"})),
        (document, JSONResponse(named | {"padding": "x" * 300_000})),
        (document, JSONResponse(named, headers={"Content-Encoding": "br"})),
        (document, PlainTextResponse("", 500)),
        (document, Slow(named)),
        (keys, JSONResponse({"keys": []})),
        (keys, JSONResponse({"keys": [{"kty": []}, {"kty": "EC", "crv": 7}]})),
    ]
    async with browser_of(portal.pages["/"]) as browser:
        for path, answer in strange:
            elsewhere.answers = {path: answer}
            wait_for(answer)
            refused(await browser.get("/logga-in/oidc"), "svarar inte just nu", 503)
        for answer in (RedirectResponse("/", 302), PlainTextResponse("x", 502), JSONResponse([]), Slow(named)):
            elsewhere.behave()
            monkeypatch.undo()
            back = await sign_in(browser, elsewhere)
            elsewhere.answers = {token: answer}
            wait_for(answer)
            refused(await browser.get(back), "svarar inte just nu", 503)
    monkeypatch.undo()
    nobody = build(Settings(link_key=KEY, **ours("http://127.0.0.1:9/")), StoppedClock())
    async with browser_of(nobody.pages["/"]) as browser:
        refused(await browser.get("/logga-in/oidc"), "svarar inte just nu", 503)


async def test_without_a_provider_there_is_no_button_and_half_a_provider_is_refused_at_the_start():
    async with browser_of(build(Settings(link_key=KEY), StoppedClock()).pages["/"]) as browser:
        assert "organisation" not in read((await browser.get("/logga-in")).text).words
        assert (await browser.get("/logga-in/oidc")).status_code == 404
        assert (await browser.get("/logga-in/oidc/svar?code=x&state=y")).status_code == 404
    whole = ours("https://inloggning.example.se")
    assert SECRET not in repr(Settings(link_key=KEY, **whole))
    for left_out in whole:
        with pytest.raises(ValidationError, match="go together"):
            Settings(link_key=KEY, **(whole | {left_out: ""}))
    for issuer in ("http://inloggning.example.se", "ftp://x", "https://a b", "inloggning.example.se"):
        with pytest.raises(ValidationError):
            Settings(link_key=KEY, **(whole | {"oidc_issuer": issuer}))


def test_a_mailbox_is_taken_unverified_only_where_the_operator_says_that_all_are():
    told = {"preferred_username": WHO}
    assert mailbox_in(told, "preferred_username", always_verified=False) is None
    assert mailbox_in(told, "preferred_username", always_verified=True) == WHO
    elsewhere = {"email": "ingen@example.se", "email_verified": True}
    assert mailbox_in(told | elsewhere, "preferred_username", always_verified=False) is None, "it is about email"
    with pytest.raises(ValidationError, match="email_verified is about email"):
        Settings(link_key=KEY, **ours("https://a.example"), oidc_mailbox_claim="preferred_username")
    assert is_same(WHO.upper(), WHO)
    assert is_same("ÅSA@example.se", "ÅSA@example.se")
    assert not is_same("\u212a@example.se", "k@example.se"), "a Kelvin sign"


def test_the_clients_secret_is_sent_in_the_way_that_the_provider_takes():
    named = {f"{what}_endpoint": "https://a.example/" for what in ("authorization", "token")}
    named |= {"issuer": "https://a.example", "jwks_uri": "https://a.example/"}
    for ways, way in (
        (["client_secret_post"], "client_secret_post"),
        (["client_secret_post", "client_secret_basic"], "client_secret_basic"),
        (None, "client_secret_basic"),
    ):
        told = named | {"token_endpoint_auth_methods_supported": ways}
        assert endpoints_in(told, "https://a.example").secret_goes == way
    with pytest.raises(ValueError, match="jwks_uri"):
        endpoints_in(named | {"jwks_uri": "http://127.0.0.1/"}, "https://a.example")
