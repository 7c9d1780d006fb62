"""LinkedIn's messages, row by row: that people were in touch, and nothing of what they wrote."""

import random
from contextlib import suppress
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from vocabulary.payloads import message

from services.ingest.feeds.linkedin_messages import FEED, mentions, read_row, whole
from services.ingest.rawrow import named
from services.ingest.reading import Cells, Contacts, Keys, Reading, Silence, Source
from shared.errors import UnreadableError
from shared.facts.contacts import ContactLogged

ANN, JANE, MAX = "linkedin:ann-smith", "linkedin:jane-doe", "linkedin:max"
URL = "https://www.linkedin.com/in/"
BY_JANE = {"SENDER PROFILE URL": f"{URL}jane-doe", "RECIPIENT PROFILE URLS": f"{URL}ann-smith"}
SOURCE = Source(
    "demo", "digest", datetime(2026, 3, 10, tzinfo=UTC), date(2026, 3, 10), ZoneInfo("Europe/Berlin")
)


def cells(owner: str | None = ANN, **changes: str) -> Cells:
    found = dict(named(FEED, list(message(**changes).items())))
    return found | ({"owner": owner} if owner else {})


def read(owner: str | None = ANN, **changes: str) -> Reading:
    return read_row(cells(owner, **changes), SOURCE)


def met(owner: str | None = ANN, **changes: str) -> dict[str, bool]:
    """Who is said to have been in touch, and whether they wrote themselves."""
    reading = read(owner, **changes)
    assert isinstance(reading, Contacts)
    bodies = [said.body for said in reading.said if isinstance(said.body, ContactLogged)]
    return dict(zip(reading.keys.own, [body.answered for body in bodies], strict=True))


def on(**changes: str) -> date:
    reading = read(**changes)
    assert isinstance(reading, Contacts)
    (body,) = (said.body for said in reading.said)
    assert isinstance(body, ContactLogged)
    return body.on


def test_what_the_agency_wrote_is_a_contact_without_an_answer() -> None:
    """With each to whom it went."""
    assert met() == {JANE: False}
    assert met(**{"RECIPIENT PROFILE URLS": f"{URL}jane-doe,{URL}max,{URL}ann-smith"}) == {
        JANE: False,
        MAX: False,
    }


def test_what_they_wrote_is_an_answer_of_the_one_who_wrote() -> None:
    """In a group the others only read it."""
    assert met(**BY_JANE) == {JANE: True}
    assert met(**BY_JANE | {"RECIPIENT PROFILE URLS": f"{URL}ann-smith,{URL}max"}) == {JANE: True}


def test_a_contact_says_nothing_of_what_was_written() -> None:
    """Only the day, the way and the direction."""
    reading = read(SUBJECT="A secret")
    assert isinstance(reading, Contacts)
    assert "secret" not in repr(reading)
    (body,) = (said.body for said in reading.said)
    assert isinstance(body, ContactLogged)
    assert (body.feed, body.channel, body.by, body.words) == ("linkedin", "message", None, None)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-03-01 22:59:59 UTC", date(2026, 3, 1)),
        ("2026-03-01 23:00:00 UTC", date(2026, 3, 2)),
        ("2026-03-01T23:00:00Z", date(2026, 3, 2)),
        ("2026-03-01 23:30:00", date(2026, 3, 2)),
        ("2026-03-01 23:30:00+02:00", date(2026, 3, 1)),
    ],
)
def test_a_day_is_the_agencys(moment: str, day: date) -> None:
    """LinkedIn tells the time in UTC."""
    assert on(DATE=moment) == day


def test_a_conversation_is_one_contact_a_day_and_direction() -> None:
    """However many messages it has."""
    first, second, answer = (
        read(DATE="2026-03-01 09:00:00 UTC"),
        read(DATE="2026-03-01 09:00:30 UTC"),
        read(**BY_JANE),
    )
    assert first == second
    assert isinstance(first, Contacts)
    assert isinstance(answer, Contacts)
    assert first.said[0].about != answer.said[0].about
    assert read(DATE="2026-03-02 09:00:00 UTC") != first != read(**{"CONVERSATION ID": "2-BBB2"})


@pytest.mark.parametrize("column", ["IS MESSAGE DRAFT", "IS CONVERSATION DRAFT"])
@pytest.mark.parametrize("yes", ["Yes", "true", "YES"])
def test_a_draft_was_never_sent(column: str, yes: str) -> None:
    """So nobody was in touch."""
    assert read(**{column: yes}) == Silence()


@pytest.mark.parametrize(
    "changes",
    [
        {"SENDER PROFILE URL": "", "RECIPIENT PROFILE URLS": f"{URL}ann-smith"},
        {"SENDER PROFILE URL": "https://www.linkedin.com/company/acme"},
        {"RECIPIENT PROFILE URLS": ""},
        {"RECIPIENT PROFILE URLS": "https://www.linkedin.com/in/"},
        BY_JANE | {"FOLDER": "SPAM"},
    ],
)
def test_who_has_no_address_or_was_not_read_was_not_in_touch(changes: dict[str, str]) -> None:
    """Advertisements, companies, those who left, and what LinkedIn put aside."""
    assert met(**changes) == {}


def test_it_is_their_archive_who_take_part_in_most_conversations() -> None:
    """Whoever wrote most of the messages, and by far: else it is not told."""
    rows = [cells(None, **BY_JANE) for _ in range(9)]
    assert whole(rows) == {}
    other = cells(None, **{"CONVERSATION ID": "2-B", "RECIPIENT PROFILE URLS": f"{URL}max"})
    assert whole([*rows, other]) == {"owner": ANN}
    more = [cells(None, **BY_JANE | {"CONVERSATION ID": f"2-{number}"}) for number in range(9)]
    assert whole([*rows, other, *more]) == {}
    assert whole([]) == {}


def test_without_knowing_whose_archive_it_is_both_sides_are_told() -> None:
    """Which one is known decides; a message that shows one side only tells nothing."""
    reading = read(None)
    assert isinstance(reading, Contacts)
    assert (reading.sides, met(None)) == (True, {ANN: True, JANE: False})
    assert met(None, **{"SENDER PROFILE URL": ""}) == {}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"DATE": "3/7/24, 3:04 PM"}, "sent_at"),
        ({"DATE": "2026-02-31 10:00:00 UTC"}, "sent_at"),
        ({"DATE": "2026-03-11 10:00:00 UTC"}, "sent_at"),
        ({"DATE": ""}, "sent_at"),
        ({"CONVERSATION ID": ""}, "conversation"),
        ({"SENDER PROFILE URL": "Ann Smith"}, "sender"),
        ({"RECIPIENT PROFILE URLS": "jane@example.com"}, "recipients"),
        ({"IS MESSAGE DRAFT": "perhaps"}, "draft"),
    ],
)
def test_a_bad_cell_is_refused_with_its_column(changes: dict[str, str], field: str) -> None:
    """And it is known whom it speaks of, but for whose archive it is."""
    with pytest.raises(UnreadableError) as refused:
        read(**changes)
    assert refused.value.field == field
    assert mentions(cells()) == Keys((JANE,))


def test_whatever_stands_in_a_row_it_is_told_or_refused() -> None:
    """Missing, null, of another type, unknown, cut off, or from another column."""
    dice = random.Random(3)  # noqa: S311 - repeatable
    odd = (
        "",
        "null",
        "None",
        "0",
        "-1",
        "9" * 400,
        "\ufffd\U0001f4bc",
        "a\0b",
        "[]",
        "\u202e",
        "2026-13-01",
        f"{URL}%ff",
    )
    for _ in range(3_000):
        row = message()
        for column in dice.sample(list(row), dice.randrange(1, 5)):
            value = row[column]
            choices = (
                *odd,
                value[: dice.randrange(len(value) + 1)],
                dice.choice(list(row.values())),
                value * 3,
            )
            row[column] = dice.choice(choices)
        with suppress(UnreadableError):
            assert isinstance(read(dice.choice((ANN, None)), **row), Contacts | Silence)
        assert isinstance(mentions(cells(**row)), Keys)
