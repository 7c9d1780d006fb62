"""People who may be one wait for a person's yes or no."""

import pytest
from vocabulary.inbox import Ingest, Json, Stopped, stop_at
from vocabulary.payloads import connection, deletion, hire, merge, placement, table

from services.ingest.identity import looking
from services.ingest.identity.reviews import State
from shared.database import transaction

BOB = {"first_name": "Bob", "last_name": "Smith", "email_addresses": [], "company": "Acme Ltd"}
ROBERT = {
    "First Name": "Robert",
    "Last Name": "Smith",
    "URL": "https://www.linkedin.com/in/rs",
    "Company": "ACME",
}


def bob(candidate: int = 1, **changes: object) -> dict[str, object]:
    return hire(candidate, 10 + candidate, candidate_says=BOB | changes)


def robert(**changes: str) -> bytes:
    return table([connection(**(ROBERT | changes))])


def look(ingest: Ingest) -> None:
    ingest.follow()
    ingest.work()


def found(ingest: Ingest, state: str = "open") -> list[Json]:
    return list(ingest.http.get("/v1/identity/reviews", params={"state": state}).json()["reviews"])


def two(ingest: Ingest) -> tuple[str, str]:
    """Bob of the ATS, and Robert of LinkedIn who came later."""
    ingest.take(bob())
    look(ingest)
    ingest.read("linkedin", robert())
    look(ingest)
    one, other = dict.fromkeys(event.subject for event in ingest.events("person.registered"))
    return one, other


def test_a_nickname_at_one_employer_waits_for_a_yes_or_no(ingest: Ingest) -> None:
    """Both sides with what is known of them; nobody is merged."""
    known, new = two(ingest)
    (review,) = found(ingest)
    assert (review["person"]["person"], review["other"]["person"]) == (new, known)
    says = {part["part"]: (part["one"], part["other"], part["says"]) for part in review["evidence"]}
    assert says["given name"] == ("robert", "bob", "a form of the same name")
    assert says["employer"] == ("ACME", "Acme Ltd", "the same")
    assert ingest.events("person.absorbed") == []


@pytest.mark.parametrize("changes", [{"Company": ""}, {"Company": "Globex"}, {"First Name": "Susan"}])
def test_nothing_is_asked_where_too_little_speaks_for_it(ingest: Ingest, changes: dict[str, str]) -> None:
    """Least of all for a name alone."""
    ingest.take(bob())
    ingest.read("linkedin", robert(**changes))
    look(ingest)
    assert found(ingest) == []


def test_the_order_does_not_matter_and_once_is_enough(ingest: Ingest) -> None:
    """Looked at together, again, or told again: a pair has one review."""
    ingest.read("linkedin", robert())
    ingest.take(bob())
    look(ingest)
    (review,) = found(ingest)
    ingest.take(bob(title="Chef"))
    look(ingest)
    ask_all(ingest)
    ingest.work()
    assert [each["review"] for each in found(ingest)] == [review["review"]]


def ask_all(ingest: Ingest) -> None:
    """As after an upgrade, or a log that is read once more."""
    agency = ingest.parts.agency
    ingest.scalar(
        f"INSERT INTO ingest.looks (agency, person) SELECT DISTINCT '{agency}', person"  # noqa: S608 - a test's own
        " FROM ingest.history RETURNING 1"
    )


def test_who_was_told_of_before_this_program_is_looked_at(ingest: Ingest) -> None:
    """A newer program in an older database."""
    two(ingest)
    for name in ("identity_reviews", "looks", "evidence_blocks", "evidence"):
        ingest.scalar(f"WITH gone AS (DELETE FROM ingest.{name} RETURNING 1) SELECT 1")  # noqa: S608 - constants
    ingest.chores.looking = looking.Looking(ingest.parts, "GB")
    ingest.work()
    assert len(found(ingest)) == 1


def test_evidence_that_comes_late_opens_a_review(ingest: Ingest) -> None:
    """A feed may tell little at first."""
    ingest.take(bob(company=None))
    ingest.read("linkedin", robert())
    look(ingest)
    assert found(ingest) == []
    ingest.take(hire(1, 12, candidate_says=BOB))
    look(ingest)
    assert len(found(ingest)) == 1


def test_a_review_is_withdrawn_when_nothing_speaks_for_it(ingest: Ingest) -> None:
    """The hire at the client that both had in common was undone."""
    rob = {"given_name": "Rob", "family_name": "Smith", "email": "", "client": "Acme"}
    ingest.read("placements", table([placement(**rob)]))
    ingest.read("linkedin", robert())
    look(ingest)
    assert len(found(ingest)) == 1
    ingest.read("placements", table([placement(**rob, cancelled="yes")]), name="later.csv")
    look(ingest)
    assert found(ingest) == []


def test_a_crash_while_looking_loses_nothing(ingest: Ingest) -> None:
    """All of a look is one transaction; the next one sees the same."""
    ingest.take(bob())
    ingest.read("linkedin", robert())
    ingest.follow()
    stopping = looking.Looking(ingest.parts, "GB", stop_at("looked"))
    with pytest.raises(Stopped):
        stopping.step()
    assert found(ingest) == []
    ingest.work()
    assert len(found(ingest)) == 1


def test_somebody_else_who_looks_is_waited_for(ingest: Ingest) -> None:
    """Two at once would not see each other's new people."""
    ingest.take(bob())
    ingest.follow()
    with transaction(ingest.parts.engine) as connection:
        names = {"agency": ingest.parts.agency}
        assert connection.execute(looking.ALONE, names).scalar()
        assert ingest.chores.looking.step() == 0
    assert ingest.chores.looking.step() == 1


def test_a_merge_by_the_feed_closes_what_was_asked(ingest: Ingest) -> None:
    """Nobody asks about somebody who is no more, and the survivor is asked about."""
    ingest.take(bob(2), hire(1, 10))
    ingest.read("linkedin", robert())
    look(ingest)
    (review,) = found(ingest)
    ingest.take(merge(2, into=1))
    assert found(ingest) == []
    assert [each["review"] for each in found(ingest, "closed")] == [review["review"]]
    look(ingest)
    look(ingest)
    (anew,) = found(ingest)
    assert ingest.events("person.absorbed")[0].subject not in {
        anew["person"]["person"],
        anew["other"]["person"],
    }


def test_an_erasure_takes_the_question_along(ingest: Ingest) -> None:
    """Of both sides, and what is known of the other stays."""
    two(ingest)
    ingest.take(deletion(1))
    look(ingest)
    assert [found(ingest, str(state)) for state in State] == [[], [], [], []]
    assert ingest.scalar("SELECT count(*) FROM ingest.evidence") == 1
    assert ingest.scalar("SELECT count(DISTINCT person) FROM ingest.evidence_blocks") == 1
    ask_all(ingest)
    ingest.work()
    assert found(ingest) == []


def test_nothing_readable_is_kept(ingest: Ingest) -> None:
    """Evidence is sealed, and what it is found by is hidden."""
    two(ingest)
    for name in ("evidence", "evidence_blocks", "identity_reviews"):
        kept = ingest.scalar(f"SELECT string_agg(to_jsonb(t)::text, '') FROM ingest.{name} t").lower()  # noqa: S608 - constants
        for word in ("bob", "smith", "acme"):
            assert word not in kept
            assert word.encode().hex() not in kept


def test_what_many_share_tells_nobody_apart(ingest: Ingest) -> None:
    """Fifty-one people of a name at one employer are too many to ask about one by one."""
    for number in range(1, 53):
        ingest.take(bob(number))
    ingest.follow()
    while ingest.chores.looking.step():
        pass
    ingest.read("linkedin", robert())
    look(ingest)
    last = ingest.events("person.registered")[-1].subject
    assert all(last != each["person"]["person"] for each in found(ingest))
