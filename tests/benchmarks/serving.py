"""Serving: what recruiters wait for while others look too, with a whole agency in the database.

`--people` says how large it is, with ten tasks each. Queue pages and the requests of person pages come 200 a
second together; then each alone, one at a time; then claims by many clients; then the console's pages.
"""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from urllib.parse import quote

import sqlalchemy as sa
from benchmarks import agency
from benchmarks.agency import Agency
from benchmarks.load import Client, Turn, at_rate, one_by_one, side_by_side
from benchmarks.servers import Fresh, Servers

from shared.clock import SystemClock, day_of

A_SECOND = 200
"""Requests, of which half are queue pages; a person page is `ITS_OWN` of them."""
ITS_OWN = 5
SECONDS = 20
WARM, ALONE = 100, 200
CLAIMS, CLIENTS = 4_000, 48
PLAYS = ("congratulate_on_anniversary", "check_in_on_settling_in", "reconnect_before_it_goes_cold")
OPEN = "/v1/tasks?due=today&state=open"
FREE = """
    SELECT task FROM desk.tasks WHERE planned AND state = 'open' AND snoozed_until IS NULL
    AND opens_on <= current_date AND closes_on >= current_date ORDER BY md5(task::text) LIMIT :most
"""
PAGES = {
    "Today": "/",
    "Person": "/people/{person}",
    "Network": "/network",
    "Insights": "/insights",
    "Impact": "/impact",
    "Playbook": "/playbook",
}
STATIC = ("/static/console.css", "/static/htmx.min.js", "/static/console.js")
LOOKS = 30
Found = dict[str, tuple[str, list[float]]]


def runs(servers: Servers, times: int) -> Found:
    """The figures of one filling, `times` over."""
    fresh = servers.fresh()
    day = day_of(SystemClock().now(), fresh.settings.zone)
    there = agency.fill(fresh, servers.people, day)
    with fresh.running(*fresh.services("http", "console")):
        fresh.wait_for_http()
        return asyncio.run(Serving(fresh, there).figures(times))


@dataclass(frozen=True)
class Serving:
    """An installation that serves, and who comes to it."""

    fresh: Fresh
    there: Agency

    async def figures(self, times: int) -> Found:
        """All figures, each as many times as asked for."""
        turns = [await self.once(turn) for turn in range(times)]
        return {what: (turns[0][what][0], [turn[what][1] for turn in turns]) for what in turns[0]}

    async def once(self, turn: int) -> dict[str, tuple[str, float]]:
        """Each figure once."""
        client = Client(self.fresh.settings.port)
        visits = Visits(client, self.there, (await client.get(OPEN)).json()["next"], random.Random(turn))  # noqa: S311 - repeatable, not secret
        await at_rate([*visits.queue(WARM), *visits.people(WARM)], A_SECOND / 4)
        under_load = await self._loaded(visits)
        alone = {
            "  its service time, alone, queue page": await one_by_one(visits.queue(ALONE)),
            "  its service time, alone, person page": await one_by_one(visits.people(ALONE)),
        }
        found = {**under_load, **{what: ("us", median(took) * 1e3) for what, took in alone.items()}}
        found["claims by name"] = ("claims/s", await side_by_side(self._claims(client), CLIENTS))
        client.close()
        return found | await self._console()

    async def _console(self) -> dict[str, tuple[str, float]]:
        """Each page of the console, one look after another, and what it weighs on a first visit."""
        client, found = await self._signed_in(), dict[str, tuple[str, float]]()
        weight = sum([len((await client.get(each)).body) for each in STATIC])
        for name, path in PAGES.items():
            turns = [_look(client, path.format(person=one)) for one in self.there.people[:LOOKS]]
            found[f"console, {name}, its HTML"] = ("us", median(await one_by_one(turns)) * 1e3)
            html = (await client.get(path.format(person=self.there.people[0]))).body
            found[f"  {name}, with its scripts, as served"] = ("bytes", len(html) + weight)
        client.close()
        return found

    async def _signed_in(self) -> Client:
        """A browser of one of the recruiters."""
        port, me = self.fresh.settings.console_port, self.there.recruiters[0]
        door = Client(port, {"Origin": f"http://localhost:{port}", "Host": f"localhost:{port}"})
        kind = "application/x-www-form-urlencoded"
        answer = await door.post("/who", f"recruiter={quote(me)}".encode(), kind)
        door.close()
        cookie = answer.head.partition("set-cookie: ")[2].partition(";")[0]
        return Client(port, {"Cookie": cookie})

    async def _loaded(self, visits: "Visits") -> dict[str, tuple[str, float]]:
        """Both at once, for some seconds."""
        half = A_SECOND // 2
        queue, person = await asyncio.gather(
            at_rate(visits.queue(half * SECONDS), half),
            at_rate(visits.people(half * SECONDS // ITS_OWN), half / ITS_OWN),
        )
        return {
            f"{what} at {A_SECOND} requests/s, {name}": ("us", each * 1e3)
            for what, took in (("queue page", queue), ("person page", person))
            for name, each in (("p50", median(took)), ("p99", quantiles(took, n=100)[-1]))
        }

    def _claims(self, client: Client) -> list[Turn]:
        """Of tasks that are open, each by another recruiter."""
        with self.fresh.engine.connect() as connection:
            found = connection.execute(sa.text(FREE), {"most": CLAIMS}).scalars().all()
        names = self.there.recruiters
        return [_claim(client, str(task), names[place % len(names)]) for place, task in enumerate(found)]


def _look(client: Client, path: str) -> Turn:
    return lambda: client.get(path)


def _claim(client: Client, task: str, by: str) -> Turn:
    return lambda: client.post(f"/v1/tasks/{task}/claim", f'{{"by": "{by}"}}'.encode())


@dataclass(frozen=True)
class Visits:
    """What recruiters look at."""

    client: Client
    there: Agency
    second_page: str
    chance: random.Random

    def queue(self, many: int) -> list[Turn]:
        """Pages of the queue: the pool, one's own, of one play, and the second one."""
        return [self._page(self.chance.choice(self._queues())) for _ in range(many)]

    def people(self, many: int) -> list[Turn]:
        """All that the console asks of this service for the page of a person."""
        return [self._person(self.chance.choice(self.there.people), self._recruiter()) for _ in range(many)]

    def _queues(self) -> Sequence[str]:
        play = self.chance.choice(PLAYS)
        return (
            OPEN,
            f"/v1/tasks?recruiter={self._recruiter()}",
            f"{OPEN}&recruiter={self._recruiter()}",
            f"{OPEN}&play={play}",
            f"/v1/tasks?play={play}&limit=20",
            f"{OPEN}&cursor={self.second_page}",
        )

    def _recruiter(self) -> str:
        return quote(self.chance.choice(self.there.recruiters))

    def _page(self, path: str) -> Turn:
        return lambda: self.client.get(path)

    def _person(self, person: str, recruiter: str) -> Turn:
        path = f"/v1/people/{person}"
        beside = (
            f"{path}/plan",
            f"{path}/timeline?limit=50&kind=facts",
            f"{path}/timeline?limit=50&kind=planning",
            f"/v1/recruiters/{recruiter}/day",
        )

        async def look() -> None:
            await self.client.get(path)
            await asyncio.gather(*(self.client.get(each) for each in beside))

        return look
