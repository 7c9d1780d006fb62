"""Who may look: signing in, with another's word, and after too long a time; and what other sites may not."""

from urllib.parse import unquote

from itsdangerous import TimestampSigner, URLSafeTimedSerializer
from playwright.sync_api import Route
from pydantic import SecretStr

from browser.office import BEN, ROSA, Office
from browser.window import TOKEN, NewWindow, Window
from services.console.who import COOKIE, LASTS_S, SALT, Visitors
from services.local.processes import wait_until

ELSEWHERE = "http://elsewhere.example/"


class LongAgo(TimestampSigner):
    """Signs as if it were before the longest day at work."""

    def get_timestamp(self) -> int:
        """Seconds."""
        return super().get_timestamp() - LASTS_S - 1


def expire(window: Window, recruiter: str) -> None:
    """As if they had signed in long ago."""
    value = URLSafeTimedSerializer(Visitors(SecretStr(TOKEN)).key, salt=SALT, signer=LongAgo).dumps(
        [recruiter, None, None, None]
    )
    window.page.context.add_cookies([{"name": COOKIE, "value": str(value), "url": window.console}])


def test_a_wrong_token_and_the_right_one(window: NewWindow) -> None:
    """The one says what is wrong and where the right one is; the other leads to where one wanted to go."""
    stranger = window()
    stranger.open("/feeds?from=mail")
    assert "/who?then=" in stranger.page.url
    stranger.sign_in(ROSA, "another's")
    assert "That is not the token" in stranger.page.get_by_role("alert").inner_text()
    assert stranger.page.get_by_label("Your address").input_value() == ROSA
    stranger.sign_in(ROSA)
    assert stranger.page.url == f"{stranger.console}/feeds?from=mail"
    stranger.press("Not you?")
    stranger.open("/")
    assert "Who are you?" in stranger.text


def test_somebody_comes_in_by_the_agencys_own_sign_in(office: Office, window: NewWindow) -> None:
    """As whom the provider says, with what a recruiter may; signing out ends the token they worked with."""
    office.provider.person["email"] = ROSA
    rosa = window()
    rosa.open("/feeds")
    rosa.page.get_by_role("link", name="Sign in with your agency's account").click()
    rosa.page.get_by_text("You may not do this.").wait_for()
    assert rosa.page.url == f"{rosa.console}/feeds"
    assert ROSA in rosa.page.get_by_role("banner").inner_text()
    assert "Playbook" not in rosa.page.get_by_role("navigation").inner_text()
    task = office.task(recruiter=ROSA, state="open")
    rosa.open(f"/tasks/{task}")
    rosa.press("Take it")
    assert rosa.said == "It is yours now."
    rosa.press("Give it back")
    (made,) = office.tokens(f"console: {ROSA}")
    assert (made["role"], made["recruiter"], made["revoked_at"]) == ("recruiter", ROSA, None)
    rosa.press("Not you?")
    assert office.tokens(f"console: {ROSA}")[0]["revoked_at"]


def test_a_session_that_has_ended(office: Office, window: NewWindow) -> None:
    """What was pressed after it is not done; signing in again leads back to the task."""
    ben, task = window(BEN), office.task(recruiter=BEN, state="open")
    ben.open(f"/tasks/{task}")
    expire(ben, BEN)
    ben.press("Take it")
    assert "Who are you?" in ben.text
    ben.sign_in(BEN)
    assert ben.page.url == f"{ben.console}/tasks/{task}"
    ben.press("Take it")
    assert ben.said == "It is yours now."
    ben.press("Give it back")


def test_a_form_of_another_site(office: Office, window: NewWindow) -> None:
    """It is refused on a page that says so, and nothing is taken."""
    rosa, task = window(ROSA), office.task(recruiter=ROSA, state="open")
    form = f'<form method="post" action="{rosa.console}/tasks/{task}/claim"><button>A prize</button></form>'

    def answer(route: Route) -> None:
        route.fulfill(body=form, content_type="text/html")

    rosa.page.route(f"{ELSEWHERE}**", answer)
    rosa.page.goto(ELSEWHERE)
    rosa.press("A prize")
    assert "may not change anything here" in rosa.text
    assert office.state(task) == "open"


def test_somebody_with_a_token_of_their_own(office: Office, window: NewWindow) -> None:
    """They are whom it says, see what it allows, and are asked again once it was taken back."""
    asked = {"name": "Ben", "role": "recruiter", "recruiter": BEN}
    made = office.api.post("/v1/tokens", asked)
    ben = window()
    ben.sign_in(ROSA, made["secret"])
    assert ben.page.get_by_text(BEN).first.is_visible()
    shown = ben.page.get_by_role("navigation").inner_text()
    assert "Today" in shown
    assert "Playbook" not in shown
    assert ben.open("/feeds") == 403
    assert "`ingest`" in ben.text
    task = office.task(recruiter=BEN, state="open")
    ben.open(f"/tasks/{task}")
    ben.press("Take it")
    assert ben.said == "It is yours now."
    ben.press("Give it back")
    cookies = {one["name"]: one["value"] for one in ben.page.context.cookies()}
    assert made["secret"] not in unquote(cookies[COOKIE])
    office.api.delete(f"/v1/tokens/{made['id']}")
    assert wait_until(lambda: ben.open("/") == 200 and "/who" in ben.page.url, 15)


def test_a_token_of_a_service_lets_nobody_in(office: Office, window: NewWindow) -> None:
    """It is no person's."""
    made = office.api.post("/v1/tokens", {"name": "website", "role": "service", "scopes": ["read"]})
    stranger = window()
    stranger.sign_in(ROSA, made["secret"])
    assert "That is not the token" in stranger.page.get_by_role("alert").inner_text()
