"""Follows an agency's tasks in four ways at once, as another program would, and tells where they agree.

    python deploy/demo/follow.py --api http://127.0.0.1:8400 --kafka 127.0.0.1:9092

Written from `deploy/contracts/` alone: it imports nothing of Afterhire. By the API it reads the export again
and again; by server-sent events, by web hook and from Kafka it is told. Each way keeps the newest state of
every task, which its entity tag names (what the rules said last, what recruiters did last); the four are
compared.
`--once` ends with 0 when they have agreed for two seconds. Needs httpx2, kafka-python and standardwebhooks.
"""

import argparse
import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx2
from kafka import KafkaConsumer, TopicPartition
from standardwebhooks import Webhook
from standardwebhooks.webhooks import WebhookVerificationError

Json = dict[str, Any]
Task = tuple[str, str]
"""A person and a task: after a merge two people may have had the same one."""
Tag = tuple[int, int]
"""What the rules said last, what recruiters did last."""
AGREED_S = 2.0


@dataclass
class View:
    """What one way knows."""

    name: str
    tasks: dict[Task, Tag] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, person: str, task: str, tag: Tag) -> None:
        """A task is at least as new as this."""
        with self._lock:
            if person not in self.left:
                before = self.tasks.get((person, task), (0, 0))
                self.tasks[person, task] = max(before[0], tag[0]), max(before[1], tag[1])

    def forget(self, person: str) -> None:
        """Somebody was merged into another person, or erased."""
        with self._lock:
            self.left.add(person)
            self.tasks = {known: tag for known, tag in self.tasks.items() if known[0] != person}

    def now(self) -> dict[Task, Tag]:
        """What it knows."""
        with self._lock:
            return {known: tag for known, tag in self.tasks.items() if tag[0]}

    def told(self, kind: str, data: Json) -> None:
        """What server-sent events and web hooks say alike."""
        if kind == "task":
            self.take(data["person"], data["task"], tag_of(data))
        elif kind == "person.left":
            self.forget(data["person"])


def tag_of(task: Json) -> Tag:
    """The two halves of a task's entity tag."""
    said, _, done = task["etag"].partition(".")
    return int(said), int(done)


def exported(api: httpx2.Client) -> Iterator[Json]:
    """All tasks there are, whatever their state."""
    with api.stream("GET", "/v1/tasks/export", params={"state": "any", "format": "ndjson"}) as answer:
        answer.raise_for_status()
        yield from map(json.loads, answer.iter_lines())


def poll(api: httpx2.Client, view: View) -> None:
    """The first way: read all of it."""
    tasks = {(task["person"], task["task"]): tag_of(task) for task in exported(api)}
    view.tasks = tasks


def listen(api: httpx2.Client, view: View, ready: threading.Event, stop: threading.Event) -> None:
    """The second way: server-sent events, from the last one taken where the line breaks off."""
    last = ""
    while not stop.is_set():
        try:
            headers = {"Last-Event-ID": last} if last else {}
            with api.stream("GET", "/v1/tasks/stream", headers=headers, timeout=30) as answer:
                answer.raise_for_status()
                for kind, data, id_ in server_sent(answer.iter_lines()):
                    ready.set()
                    view.told(kind, json.loads(data))
                    last = id_ or last
                    if stop.is_set():
                        return
        except httpx2.HTTPError:
            stop.wait(1)


def server_sent(lines: Iterator[str]) -> Iterator[tuple[str, str, str]]:
    """Type, data and id of each event."""
    kind, data, id_ = "message", list[str](), ""
    for line in lines:
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "event":
            kind = value
        elif name == "data":
            data.append(value)
        elif name == "id":
            id_ = value
        elif not line and data:
            yield kind, "\n".join(data), id_
            kind, data = "message", []


def receive(api: httpx2.Client, view: View, at_the_end: ExitStack) -> None:
    """The third way: a web hook of our own, removed at the end."""
    secret: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            try:
                message = Webhook(secret[0]).verify(body, dict(self.headers.items()))
            except (WebhookVerificationError, IndexError):
                self.send_response(400)
            else:
                view.told(message["type"], message["data"])
                self.send_response(204)
            self.end_headers()

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    at_the_end.callback(server.server_close)
    at_the_end.callback(server.shutdown)
    wanted = {"url": f"http://127.0.0.1:{server.server_port}/", "name": "follow.py"}
    made = api.post("/v1/hooks", json=wanted)
    made.raise_for_status()
    secret.append(made.json()["secret"])
    at_the_end.callback(api.delete, f"/v1/hooks/{made.json()['id']}")


def read(servers: str, prefix: str, view: View, stop: threading.Event) -> None:
    """The fourth way: the log from its beginning. The rules say on one topic, recruiters on another."""
    consumer = KafkaConsumer(bootstrap_servers=servers, group_id=None, auto_offset_reset="earliest")
    topics = f"{prefix}.tasks", f"{prefix}.people"
    parts = [TopicPartition(topic, one) for topic in topics for one in consumer.partitions_for_topic(topic)]
    consumer.assign(parts)
    while not stop.is_set():
        for records in consumer.poll(timeout_ms=200).values():
            for record in records:
                headers = {name: value.decode() for name, value in record.headers}
                say(view, headers["ce_type"], headers["ce_subject"].partition("/")[2], record.value)
    consumer.close()


def say(view: View, kind: str, person: str, value: bytes) -> None:
    """What a record of the log means for tasks."""
    _, family, what = kind.split(".", 2)
    if family == "task":
        body = json.loads(value)
        view.take(person, body["task"], (body["revision"], 0))
    elif family == "outreach":
        body = json.loads(value)
        view.take(person, body["task"], (0, body["version"]))
    elif (family, what) in {("person", "absorbed"), ("person", "erased")}:
        view.forget(person)


def in_words(views: list[View]) -> str:
    """In a line, how many tasks each way knows, and how often they have changed."""
    known = [view.now() for view in views]
    counts = (f"{len(tasks)} tasks, {sum(map(sum, tasks.values()))} changes" for tasks in known)
    said = "; ".join(f"{view.name}: {count}" for view, count in zip(views, counts, strict=True))
    return f"{said}. They {'agree' if all(tasks == known[0] for tasks in known) else 'differ'}."


def agree(views: list[View]) -> bool:
    """Whether all four know the same."""
    return all(view.now() == views[0].now() for view in views[1:])


def follow(asked: argparse.Namespace, say: Callable[[str], None]) -> int:
    """Follow until the four agree (`--once`), or for as long as asked."""
    views = [View(name) for name in ("API", "server-sent events", "web hook", "Kafka")]
    polled, heard, sent, logged = views
    stop, ready = threading.Event(), threading.Event()
    headers = {"Authorization": f"Bearer {asked.token}"} if asked.token else {}
    with httpx2.Client(base_url=asked.api, headers=headers, timeout=60) as api, ExitStack() as at_the_end:
        at_the_end.callback(stop.set)
        threading.Thread(target=listen, args=(api, heard, ready, stop), daemon=True).start()
        threading.Thread(target=read, args=(asked.kafka, asked.prefix, logged, stop), daemon=True).start()
        receive(api, sent, at_the_end)
        ready.wait(30)
        for task in exported(api):  # what is told from now on is newer than this, or the same
            for view in (heard, sent):
                view.told("task", task)
        return compared(lambda: poll(api, polled), views, asked, say)


def compared(
    look: Callable[[], None], views: list[View], asked: argparse.Namespace, say: Callable[[str], None]
) -> int:
    """Compare again and again; 0 when they agreed for long enough."""
    until, agreed_since, shown = time.monotonic() + asked.seconds, 0.0, ""
    while time.monotonic() < until:
        look()
        line = in_words(views)
        if line != shown:
            say(line)
            shown = line
        if not agree(views):
            agreed_since = 0.0
        elif agreed_since and time.monotonic() - agreed_since > AGREED_S and asked.once:
            return 0
        else:
            agreed_since = agreed_since or time.monotonic()
        time.sleep(0.2)
    return 0 if agree(views) else 1


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--api", default="http://127.0.0.1:8400", help="where the API is")
    parser.add_argument("--kafka", default="127.0.0.1:9092", help="where the log is")
    parser.add_argument("--prefix", default="afterhire", help="what the topics' names start with")
    parser.add_argument("--token", default=os.environ.get("AFTERHIRE_API_TOKEN"), help="of the API")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="for how long")
    parser.add_argument("--once", action="store_true", help="end when the four have agreed for two seconds")
    for number in (signal.SIGINT, signal.SIGTERM):  # also where whoever started this ignores the first
        signal.signal(number, signal.default_int_handler)
    try:
        return follow(parser.parse_args(), lambda line: print(line, flush=True))
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
