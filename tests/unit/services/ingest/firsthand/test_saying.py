"""What is told of a person: whom it is about, and that it is told once."""

from datetime import date

import pytest
from pydantic import TypeAdapter
from vocabulary.inbox import NOW, Ingest
from vocabulary.payloads import Json, deletion, hire, merge

from services.ingest.firsthand.kinds import AnyStatement
from services.ingest.firsthand.saying import Firsthand, Told
from shared.envelope import computed_id
from shared.errors import ErasedError, NotFoundError, UnreadableError
from shared.facts import Fact, contacts, heard, people

READ = TypeAdapter[list[AnyStatement]](list[AnyStatement])
TODAY = NOW.date()
NOTE: Json = {"kind": "note", "words": "Likes tea."}
NO: Json = {"kind": "consent_withdrawn"}
YES: Json = {"kind": "consent_given"}


@pytest.fixture
def jane(ingest: Ingest) -> str:
    """Somebody whom a feed told of."""
    ingest.take(hire())
    return ingest.events()[-1].subject


def tell(ingest: Ingest, person: str, *statements: Json, key: str | None = None) -> Told:
    firsthand = Firsthand(ingest.parts, ingest.settings)
    return firsthand.tell(person, READ.validate_python(list(statements)), key)


def told(ingest: Ingest, since: int) -> list[Fact]:
    return ingest.bodies()[since:]


@pytest.mark.parametrize(
    ("statement", "fact"),
    [
        (NOTE | {"by": "ann"}, heard.NoteTaken(feed="recruiter", by="ann", words="Likes tea.")),
        (
            {"kind": "motivation", "words": " to build ", "feed": "crm"},
            heard.MotivationStated(feed="crm", words="to build"),
        ),
        ({"kind": "interest", "words": "Rust"}, heard.InterestStated(feed="recruiter", topic="Rust")),
        (
            {"kind": "satisfaction", "score": 0, "on": "2026-03-01"},
            heard.SatisfactionStated(feed="recruiter", on=date(2026, 3, 1), score=0),
        ),
        (YES | {"words": "Gladly."}, people.ConsentGiven(feed="recruiter", words="Gladly.")),
        (NO, people.ConsentWithdrawn(feed="recruiter")),
        ({"kind": "looking", "looking": False}, heard.SearchStated(feed="recruiter", looking=False)),
    ],
)
def test_each_kind_of_statement_is_its_fact(ingest: Ingest, jane: str, statement: Json, fact: Fact) -> None:
    """In the person's own words."""
    before = len(ingest.events())
    answer = tell(ingest, jane, statement, key="k")
    assert told(ingest, before) == [fact]
    event = ingest.events()[-1]
    assert answer == Told(jane, 1, 0, f"{jane}:{event.id}")


def test_a_goal_can_be_corrected_by_its_id(ingest: Ingest, jane: str) -> None:
    """Reached, it is the same goal."""
    tell(ingest, jane, {"kind": "goal", "words": "lead a team", "target": "2027-01-15"})
    (goal,) = (body for body in ingest.bodies("goal.stated") if isinstance(body, heard.GoalStated))
    assert (goal.words, goal.target, goal.reached) == ("lead a team", date(2027, 1, 15), False)
    tell(ingest, jane, {"kind": "goal", "words": "lead a team", "goal": goal.goal, "reached": True})
    later = ingest.bodies("goal.stated")[-1]
    assert later == heard.GoalStated(feed="recruiter", goal=goal.goal, reached=True, words="lead a team")


def test_a_contact_and_an_achievement_have_ids_and_a_day(ingest: Ingest, jane: str) -> None:
    """The day they were told of, unless another was said."""
    call = {"kind": "contact", "channel": "call", "by": "ann", "answered": True, "on": "2026-03-02"}
    tell(ingest, jane, call, {"kind": "achievement", "words": "a degree"})
    contact, achievement = ingest.events()[-2:]
    assert isinstance(contact.body, contacts.ContactLogged)
    assert isinstance(achievement.body, heard.AchievementNoted)
    assert (contact.body.on, contact.body.answered, contact.occurred) == (
        date(2026, 3, 2),
        True,
        "2026-03-02",
    )
    assert (achievement.body.on, achievement.occurred) == (TODAY, "2026-03-10T12:00:00.000000Z")
    assert contact.body.contact != achievement.body.achievement


def test_the_same_words_about_the_same_day_are_told_once(ingest: Ingest, jane: str) -> None:
    """Sent again, within a request or later; on another day they are news."""
    first = tell(ingest, jane, NOTE, NOTE)
    assert (first.new, first.known) == (1, 1)
    assert tell(ingest, jane, NOTE | {"on": "2026-03-10"}) == Told(jane, 0, 1, first.version)
    ingest.pass_time(days=1)
    assert tell(ingest, jane, NOTE).new == 1


def test_the_same_key_tells_once(ingest: Ingest, jane: str) -> None:
    """Another key tells the same words anew; another request under a key loses nothing."""
    first = tell(ingest, jane, NOTE, YES, key="k1")
    assert tell(ingest, jane, NOTE, YES, key="k1") == first._replace(new=0, known=2)
    assert tell(ingest, jane, NOTE, YES, key="k2").new == 2
    assert tell(ingest, jane, NOTE | {"words": "Likes coffee."}, key="k1").new == 1


def test_an_id_of_its_own_tells_once(ingest: Ingest, jane: str) -> None:
    """Whatever the words and the key; of another kind or teller it is another."""
    assert tell(ingest, jane, NOTE | {"id": "7"}).new == 1
    assert tell(ingest, jane, NOTE | {"id": "7", "words": "Likes coffee."}, key="k").known == 1
    assert tell(ingest, jane, NOTE | {"id": "7", "feed": "crm"}).new == 1


def test_a_no_after_a_yes_is_heard_each_time(ingest: Ingest, jane: str) -> None:
    """Where the last word holds, a repeat could hide it: it needs a key or an id."""
    for number, statement in enumerate((NO, YES, NO)):
        assert tell(ingest, jane, statement, key=str(number)).new == 1
    with pytest.raises(UnreadableError, match="expected an Idempotency-Key or an id") as wrong:
        tell(ingest, jane, NOTE, NO)
    assert wrong.value.field == "1.id"


def test_a_match_that_was_withdrawn_can_hold_again(ingest: Ingest, jane: str) -> None:
    """The same words as before, of the same day, under another key."""
    job: Json = {"kind": "opportunity", "job": "J-7", "fits": "field"}
    filled: Json = {"kind": "match_withdrawn", "job": "J-7", "fits": "field", "because": "filled"}
    for number, statement in enumerate((job, filled, job)):
        assert tell(ingest, jane, statement, key=str(number)).new == 1
    assert ingest.types()[-3:] == ["opportunity.matched", "match.withdrawn", "opportunity.matched"]
    with pytest.raises(UnreadableError, match="expected an Idempotency-Key or an id"):
        tell(ingest, jane, job)


def test_of_a_request_with_a_day_to_come_nothing_is_told(ingest: Ingest, jane: str) -> None:
    """All of it or none; the error names the statement and its field."""
    before = len(ingest.events())
    with pytest.raises(UnreadableError, match="not after 2026-03-10, found 2026-03-11") as wrong:
        tell(ingest, jane, NOTE, {"kind": "satisfaction", "score": 9, "on": "2026-03-11"})
    assert wrong.value.field == "1.on"
    assert told(ingest, before) == []


def test_what_is_told_of_somebody_absorbed_is_of_whom_they_became(ingest: Ingest, jane: str) -> None:
    """Also at the end of a chain of merges; a repeat of what was told before the merge is known."""
    other: Json = {"candidate_says": {"email_addresses": []}}
    ingest.take(hire(2, 11, **other), hire(3, 12, **other))
    second, third = (event.subject for event in ingest.events("placement.started")[1:])
    tell(ingest, jane, NOTE)
    ingest.take(merge(1, into=2), merge(2, into=3))
    answer = tell(ingest, jane, {"kind": "interest", "words": "Rust"})
    assert (answer.person, answer.new) == (third, 1)
    ingest.follow()
    ingest.follow()
    assert tell(ingest, jane, NOTE) == Told(third, 0, 1, f"{third}:{ingest.events('note.taken')[0].id}")
    assert second != third


def test_a_repeat_before_the_merge_was_forwarded_is_not_forwarded_too(ingest: Ingest, jane: str) -> None:
    """Both ways lead to the same event, said once of the survivor."""
    ingest.take(hire(2, 11, candidate_says={"email_addresses": []}))
    survivor = ingest.events("placement.started")[-1].subject
    tell(ingest, jane, NOTE)
    ingest.take(merge(1, into=2))
    tell(ingest, jane, NOTE)
    ingest.follow()
    ingest.follow()
    assert [event.subject for event in ingest.events("note.taken")] == [jane, survivor]


def test_of_somebody_unknown_nothing_is_told(ingest: Ingest, jane: str) -> None:
    """A typing error makes nobody."""
    before = len(ingest.events())
    with pytest.raises(NotFoundError, match="There is nobody"):
        tell(ingest, "00000000-0000-0000-0000-000000000007", NOTE)
    assert told(ingest, before) == []
    assert jane


def test_of_somebody_erased_nothing_is_told(ingest: Ingest, jane: str) -> None:
    """Nor of who was merged into them, and nothing that was told is kept."""
    tell(ingest, jane, NOTE)
    ingest.take(hire(2, 11, candidate_says={"email_addresses": []}), merge(1, into=2))
    ingest.take(deletion(2))
    before = len(ingest.events())
    with pytest.raises(ErasedError, match="was erased"):
        tell(ingest, jane, NOTE)
    assert told(ingest, before) == []
    assert not any(event.opened for event in ingest.events("note.taken"))


def test_an_id_does_not_give_away_what_was_said(ingest: Ingest, jane: str) -> None:
    """It stands in the open and outlives an erasure: nobody can try all scores against it."""
    score = {"kind": "satisfaction", "score": 9}
    tell(ingest, jane, score, key="k")
    said = READ.validate_python([score])[0].model_dump_json(exclude={"on"})
    named = ("told", ingest.settings.agency, "recruiter", "satisfaction", "key", "k", 0, jane, TODAY)
    assert ingest.events()[-1].id != computed_id(*named, said)
    index = ingest.parts.vault.blind_index(ingest.settings.agency, said)
    assert ingest.events()[-1].id == computed_id(*named, index.hex())
