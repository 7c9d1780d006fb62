"""Web hooks that others are sent: added, stopped, started, tried, and kept apart."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient
from pydantic import SecretStr
from vocabulary.installation import ANN, Installation, claimed, completed, planned
from vocabulary.receiver import Receiver
from vocabulary.told import Told

from services.query.hooks.deliverer import Deliverer
from services.query.hooks.register import Register
from services.query.hooks.tables import HOOKS
from services.query.service import add_routes
from shared.access.principal import Role, Scope
from shared.access.tokens import Wanted
from shared.database import transaction
from shared.web.api import create_app


@pytest.fixture
def told(database_url: str) -> Iterator[Told]:
    with Installation(database_url) as here, Receiver() as receiver:
        made = Told(here, receiver)
        yield made
        made.sender.close()


def test_who_is_gone_is_told_nothing_until_started(told: Told) -> None:
    """From where it stopped, or from now on."""
    told.add()
    told.receiver.status = 410
    told.here.project(planned())
    told.work()
    assert (told.hook()["state"], told.hook()["because"]) == ("off", "the receiver answered 410 (gone)")
    told.receiver.status = 200
    told.here.project(claimed())
    told.clock.advance(timedelta(days=2))
    told.work()
    assert len(told.receiver.got) == 1
    client = told.here.client()
    assert client.post(f"/v1/hooks/{told.id}/start").json()["state"] == "on"
    told.work()
    assert told.receiver.got[1].message["data"]["state"] == "claimed"
    assert client.post(f"/v1/hooks/{told.id}/stop").json()["because"] == "stopped by hand"
    told.here.project(completed(2))
    client.post(f"/v1/hooks/{told.id}/start?skipping=true")
    told.work()
    assert len(told.receiver.got) == 2


def test_a_hook_ends_with_the_token_that_added_it(told: Told) -> None:
    """And says so; another token goes on with it from where it stopped, by its own right."""
    set_up = told.here.settings.model_copy(update={"api_token": SecretStr("operator"), "hooks_private": True})
    tokens = told.here.parts.tokens
    right = frozenset({Scope.READ, Scope.HOOKS})
    warehouse, key = tokens.create("demo", Wanted("warehouse", Role.SERVICE, right))
    _, other = tokens.create("demo", Wanted("lake", Role.SERVICE, right))
    _, blind = tokens.create("demo", Wanted("blind", Role.SERVICE, frozenset({Scope.HOOKS})))
    app = create_app(set_up, "test", ready=told.here.parts.ready, look_up=told.here.parts.principal)
    store = replace(told.here.store, settings=set_up)
    add_routes(app, lambda: store)
    with TestClient(app) as client:
        wish = {"url": told.receiver.url, "name": "warehouse"}
        made = client.post("/v1/hooks", json=wish, headers=_bearer(key)).json()
        assert made["token"] == warehouse.id
        told.here.project(planned())
        told.work()
        tokens.revoke("demo", warehouse.id)
        told.here.project(claimed())
        told.work()
        path, admin = f"/v1/hooks/{made['id']}", _bearer("operator")
        hook = client.get(path, headers=admin).json()
        assert (hook["state"], hook["because"]) == ("off", "the token 'warehouse' was revoked")
        assert len(told.receiver.got) == 1
        assert client.post(f"{path}/start", headers=_bearer(blind)).status_code == 403
        assert client.post(f"{path}/start", headers=_bearer(other)).json()["state"] == "on"
        told.work()
        assert told.receiver.got[1].message["data"]["state"] == "claimed"
        told.clock.advance(timedelta(days=90))
        told.here.project(completed(2))
        told.work()
        assert client.get(path, headers=admin).json()["because"] == "the token 'lake' has expired"
        assert client.post(f"{path}/start", headers=admin).json()["token"] is None
        told.work()
        assert len(told.receiver.got) == 3


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_a_secret_is_renewed_without_a_message_lost(told: Told) -> None:
    """For a day messages carry both signatures; the secret itself is stored encrypted and told once."""
    told.add()
    old, client = told.secret, told.here.client()
    new = client.post(f"/v1/hooks/{told.id}/secret").json()["secret"]
    told.here.project(planned())
    told.work()
    assert told.receiver.got[0].verified(old)
    assert told.receiver.got[0].verified(new)
    with transaction(told.here.parts.engine) as connection:
        kept = connection.execute(sa.select(HOOKS)).mappings().one()
    assert old.encode() not in kept["secret_before"]
    assert new.encode() not in kept["secret"]
    assert new not in client.get("/v1/hooks").text
    told.clock.advance(timedelta(hours=25))
    told.here.project(claimed())
    told.work()
    sent = told.receiver.got[1].headers["webhook-signature"]
    assert len(sent.split()) == 1


def test_an_address_can_be_tried_at_once(told: Told) -> None:
    """With a message that says nothing; the log has it."""
    told.add()
    client = told.here.client()
    assert client.post(f"/v1/hooks/{told.id}/ping").json()["taken"] is True
    assert told.receiver.got[0].message["type"] == "ping"
    told.receiver.status = 404
    answer = client.post(f"/v1/hooks/{told.id}/ping").json()
    assert (answer["taken"], answer["status"]) == (False, 404)
    assert told.log() == [("ping", 1, 204), ("ping", 1, 404)]


def test_hooks_are_added_and_removed_over_http(told: Told) -> None:
    """Each answer says what to do with it; what cannot be called is refused."""
    client = told.here.client()
    made = client.post("/v1/hooks", json={"url": told.receiver.url, "name": "warehouse", "recruiter": ANN})
    assert made.status_code == 201
    assert made.json()["secret"].startswith("whsec_")
    assert made.headers["cache-control"] == "no-store"
    listed = client.get("/v1/hooks").json()["hooks"]
    assert [(one["name"], one["state"]) for one in listed] == [("warehouse", "on")]
    refused = client.post("/v1/hooks", json={"url": "ftp://example.com", "name": "x"})
    assert refused.status_code == 422
    assert "expected an address like https://example.com/hook" in refused.json()["detail"]
    assert client.delete(f"/v1/hooks/{made.json()['id']}").status_code == 204
    assert client.get(f"/v1/hooks/{made.json()['id']}").status_code == 404
    assert client.get("/v1/hooks").json() == {"hooks": []}


def test_another_agencys_hooks_are_nobodys_business(told: Told) -> None:
    """Neither seen nor told by this one's process."""
    told.add()
    theirs = Register(told.here.seen_by("rival"), told.clock)
    assert theirs.all() == []
    told.here.project(planned())
    told.clock.advance(timedelta(seconds=1))
    assert Deliverer(theirs, told.sender).round(threading.Event()) is False
    assert told.receiver.got == []
