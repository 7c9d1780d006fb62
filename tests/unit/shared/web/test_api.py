"""What every HTTP service answers, whatever it is about."""

from datetime import date

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator
from starlette.requests import Request

from shared.errors import ConflictError, MisconfiguredError, UnavailableError, UnreadableError
from shared.settings import Settings
from shared.web.api import Ready, check_address, create_app, together
from shared.web.guards_api import LARGEST_BODY


def ready() -> None:
    """Nothing to wait for."""


def broken() -> None:
    raise UnavailableError("the database at 10.0.0.1 is away")


def app_raising(error: Exception, settings: Settings | None = None, check: Ready = ready) -> FastAPI:
    app = create_app(settings or Settings(), "test", ready=check)

    @app.get("/v1/thing")
    def thing(number: int = 0) -> int:
        if number:
            return number
        raise error

    return app


def client(app: FastAPI) -> TestClient:
    return TestClient(app, raise_server_exceptions=False, base_url="http://127.0.0.1")


@pytest.mark.parametrize(
    ("error", "status", "says"),
    [
        (ConflictError("taken", holder="ann@example.com"), 409, {"holder": "ann@example.com"}),
        (UnreadableError("no date", field="starts", row=3), 422, {"field": "starts", "row": 3}),
        (UnavailableError("postgres at 10.0.0.1"), 503, {"type": "/v1/problems/unavailable"}),
        (ZeroDivisionError("secret 10.0.0.1"), 500, {"type": "/v1/problems/internal-error"}),
    ],
)
def test_an_error_is_a_problem_document(error: Exception, status: int, says: dict[str, object]) -> None:
    """Each error has its status, says what helps the caller, and nothing of what is inside."""
    answer = client(app_raising(error)).get("/v1/thing")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert says.items() <= answer.json().items()
    assert "10.0.0.1" not in answer.text


def test_a_part_that_is_away_promises_nothing() -> None:
    """The change may have been made and only the word of it been lost: the caller is told how to find out."""
    answer = client(app_raising(UnavailableError("COMMIT was not answered"))).get("/v1/thing")
    assert "not known whether a change was made" in answer.json()["detail"]
    assert "same Idempotency-Key" in answer.json()["detail"]


def test_a_wrong_parameter_is_named() -> None:
    """The problem names the parameter and does not repeat its value."""
    answer = client(app_raising(ValueError())).get("/v1/thing?number=hello-secret")
    assert answer.status_code == 422
    assert "number" in answer.json()["detail"]
    assert "hello-secret" not in answer.text


def app_with_form() -> FastAPI:
    app = create_app(Settings(), "test", ready=ready)

    class Form(BaseModel):
        model_config = ConfigDict(extra="forbid")
        by: str = Field(pattern=r"^[^\x00]*$", max_length=5)
        until: date = date(2026, 3, 1)
        names: list[str] = []

        @field_validator("by")
        @classmethod
        def _known(cls, value: str) -> str:
            if value == "eve":
                raise ValueError("Expected somebody known, found somebody else")
            return value

    @app.post("/v1/thing/{number}")
    def thing(number: int, form: Form) -> str:
        return f"{number} {form.by}"

    return app


@pytest.mark.parametrize(
    ("sent", "field", "reason"),
    [
        ("{}", "by", "expected something, found nothing"),
        ('{"by": "a\\u0000"}', "by", "expected text without control characters"),
        ('{"by": "eve"}', "by", "expected somebody known, found somebody else"),
        ('{"by": "ann", "form": 1}', "form", "no field of this name is known here"),
        ('{"by": "ann", "names": ["x", 1]}', "names", "expected text"),
        ('{"by": ', "body", "expected JSON, found something else"),
        ("", "body", "expected something, found nothing"),
    ],
)
def test_a_wrong_field_is_called_by_its_own_name(sent: str, field: str, reason: str) -> None:
    """As the caller wrote it, without words of the framework."""
    headers = {"Content-Type": "application/json"}
    answer = client(app_with_form()).post("/v1/thing/1", content=sent, headers=headers)
    assert answer.status_code == 422
    assert {"field": field, "reason": reason} in answer.json()["errors"]
    assert not any(word in answer.text for word in ("pydantic", "value_error", "body.", "pattern"))


def test_an_unknown_path_is_a_problem_too() -> None:
    """Also what the framework itself answers is a problem document."""
    answer = client(app_raising(ValueError())).get("/v1/nothing")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_readiness_follows_what_the_service_needs() -> None:
    """A service that cannot work says so on /readyz and is alive on /healthz all the same."""
    both = client(
        together(
            Settings(),
            [create_app(Settings(), "a", ready=ready), app_raising(ValueError(), check=broken)],
        )
    )
    assert both.get("/healthz").status_code == 200
    assert both.get("/readyz").status_code == 503
    assert both.get("/v1/thing?number=4").json() == 4


def test_one_service_alone_is_not_wrapped() -> None:
    """Looking its routes up inside another app's would only cost time."""
    alone = create_app(Settings(), "alone", ready=ready)
    assert together(Settings(), [alone]) is alone


def test_a_token_is_needed_when_one_is_set() -> None:
    """Without the token only the health checks answer."""
    guarded = client(app_raising(ValueError(), Settings(api_token=SecretStr("s3cret"))))
    assert guarded.get("/healthz").status_code == 200
    assert guarded.get("/v1/thing?number=4").status_code == 401
    assert guarded.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 401
    assert guarded.get("/v1/thing?number=4", headers={"Authorization": "Bearer s3cret"}).json() == 4


def test_without_a_token_other_names_are_refused() -> None:
    """A page elsewhere that points its name at this machine gets nothing."""
    assert (
        client(app_raising(ValueError())).get("/healthz", headers={"Host": "evil.example"}).status_code == 400
    )


def test_listening_to_everybody_needs_a_token() -> None:
    """A service open to the network does not start without a token."""
    with pytest.raises(MisconfiguredError, match="AFTERHIRE_API_TOKEN"):
        check_address(Settings(host="0.0.0.0"))  # noqa: S104 - it is what must be refused
    check_address(Settings(host="0.0.0.0", api_token=SecretStr("s3cret")))  # noqa: S104 - as above


def guarded_app(settings: Settings | None = None) -> TestClient:
    app = create_app(settings or Settings(), "test", ready=ready)

    @app.post("/v1/thing")
    async def thing(request: Request) -> int:
        return len(await request.body())

    return client(app)


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "null"}]
)
def test_another_site_changes_nothing(headers: dict[str, str]) -> None:
    """A page elsewhere, open in a browser on this machine, is refused; our own page is not."""
    assert guarded_app().post("/v1/thing", headers=headers).status_code == 403
    own = {"Origin": "http://127.0.0.1", "Sec-Fetch-Site": "same-origin"}
    assert guarded_app().post("/v1/thing", headers=own, content=b"abc").json() == 3


def test_a_body_ends_at_the_limit() -> None:
    """What is longer than any verb needs is answered with a 413, announced or not."""
    assert guarded_app().post("/v1/thing", content=b"a" * LARGEST_BODY).json() == LARGEST_BODY
    assert guarded_app().post("/v1/thing", content=b"a" * (LARGEST_BODY + 1)).status_code == 413
    unannounced = iter([b"a" * LARGEST_BODY, b"b"])
    assert guarded_app().post("/v1/thing", content=unannounced).status_code == 413


def test_only_a_web_hook_itself_needs_no_token() -> None:
    """A path that merely ends like one does."""
    guarded = guarded_app(Settings(api_token=SecretStr("s3cret")))
    assert guarded.post("/v1/feeds/greenhouse/webhook").status_code == 404
    assert guarded.get("/v1/feeds/greenhouse/webhook").status_code == 401
    assert guarded.post("/v1/tasks/webhook").status_code == 401
