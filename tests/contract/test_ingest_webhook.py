"""Web hooks over HTTP: what a vendor is answered."""

import json
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from vocabulary.inbox import NOW, Ingest
from vocabulary.payloads import GREENHOUSE, about, hire, sample

from services.ingest import service
from shared.settings import Settings


@pytest.fixture
def ingest(database_url: str) -> Iterator[Ingest]:
    with Ingest(database_url, webhook_bytes=100_000) as made:
        yield made


def test_the_vendors_sample_is_taken(ingest: Ingest) -> None:
    """Accepted, with what came of it and a version to wait for."""
    answer = ingest.post(sample(f"greenhouse/{GREENHOUSE}"))
    assert answer.status_code == 202
    found = answer.json()
    assert (found["outcome"], found["problem"]) == ("new", None)
    assert found["version"] == answer.headers["Afterhire-Version"]
    last = ingest.events()[-1]
    assert found["version"] == f"{last.subject}:{last.id}"
    assert last.recorded_at == NOW


def test_the_same_again_is_known(ingest: Ingest) -> None:
    """Under the same receipt."""
    first, again = (ingest.post(sample(f"greenhouse/{GREENHOUSE}")).json() for _ in range(2))
    assert again["outcome"] == "known"
    assert (again["receipt"], again["version"]) == (first["receipt"], first["version"])


@pytest.mark.parametrize(
    "signature", ["sha256 00", "sha256", "", "md5 1", "sha256 \u00e9", "sha1 " + "0" * 64, "Bearer x"]
)
def test_a_wrong_signature_is_refused_and_nothing_stored(ingest: Ingest, signature: str) -> None:
    """401, as a problem."""
    payload = json.dumps(hire()).encode()
    headers = {b"Signature": signature.encode("latin-1")}
    answer = ingest.http.post("/v1/feeds/greenhouse/webhook", content=payload, headers=headers)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert ingest.scalar("SELECT count(*) FROM ingest.rows") == 0


def test_a_signature_fits_its_raw_body_only(ingest: Ingest) -> None:
    """One byte more, and it is another body."""
    payload = json.dumps(hire()).encode()
    signature = ingest.post(payload).request.headers["Signature"]
    assert ingest.post(payload + b" ", signature).status_code == 401


@pytest.mark.parametrize(
    ("payload", "field"),
    [
        (b"{", None),
        (b"", None),
        (json.dumps(about("scorecard_deleted")).encode(), "action"),
        (json.dumps(hire(id="ten")).encode(), "payload.application.id"),
        (json.dumps(hire(offer={"starts_at": "2026-02-30"})).encode(), "payload.application.offer.starts_at"),
    ],
)
def test_what_cannot_be_read_is_kept_and_the_answer_says_why(
    ingest: Ingest, payload: bytes, field: str | None
) -> None:
    """202: the vendor would only send the same again."""
    answer = ingest.post(payload)
    assert answer.status_code == 202
    found = answer.json()
    assert found["outcome"] == "quarantined"
    assert found["problem"]["field"] == field
    assert "expected" in found["problem"]["reason"]
    assert ingest.parked()[0].parked.value == payload


def test_a_body_that_is_too_large_is_refused(ingest: Ingest) -> None:
    """413, announced or not."""
    large = b"x" * 100_001
    assert ingest.post(large).status_code == 413

    def pieces() -> Iterator[bytes]:
        yield from (large[at : at + 1000] for at in range(0, len(large), 1000))

    answer = ingest.http.post("/v1/feeds/greenhouse/webhook", content=pieces())
    assert answer.status_code == 413
    assert ingest.scalar("SELECT count(*) FROM ingest.rows") == 0


@pytest.mark.parametrize("feed", ["linkedin", "workday", "..%2F..", "%00"])
def test_other_feeds_have_no_web_hooks(ingest: Ingest, feed: str) -> None:
    """404."""
    assert ingest.http.post(f"/v1/feeds/{feed}/webhook", content=b"{}").status_code == 404


def test_a_feed_without_its_secret_takes_nothing(database_url: str) -> None:
    """503, with the setting's name."""
    with Ingest(database_url, greenhouse_secret=None) as ingest:
        answer = ingest.post(json.dumps(hire()).encode())
        assert answer.status_code == 503
        assert "AFTERHIRE_GREENHOUSE_SECRET" in answer.json()["detail"]


def test_a_database_that_is_away_asks_to_come_again(ingest: Ingest) -> None:
    """503 with Retry-After, and nothing of what is inside."""
    away = ingest.settings.model_copy(
        update={"database_url": "postgresql+psycopg://postgres@127.0.0.1:1/none"}
    )
    app = service.app(Settings(**away.model_dump()))
    with TestClient(app, raise_server_exceptions=False, base_url="http://127.0.0.1") as http:
        signed = ingest.post(json.dumps(hire()).encode()).request
        answer = http.post(
            "/v1/feeds/greenhouse/webhook",
            content=signed.content,
            headers={"Signature": signed.headers["Signature"]},
        )
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "1"
    assert "127.0.0.1" not in answer.text
