"""The best first, while there is room on both sides."""

from hypothesis import given
from hypothesis import strategies as st

from services.matching.choosing import Candidate, choose
from shared.facts.matches import MatchWithdrawn

BODY = MatchWithdrawn(match="m", because="b")
CANDIDATES = st.lists(
    st.builds(
        lambda person, subject, score: Candidate(f"{person}{subject}", person, subject, "field", score, BODY),
        st.sampled_from("abc"),
        st.sampled_from("xyz"),
        st.integers(0, 100),
    ),
    unique_by=lambda each: each.match,
)


@given(CANDIDATES, st.integers(0, 3), st.integers(0, 3))
def test_nobody_gets_more_than_there_is_room_for_and_nothing_better_is_left(
    some: list[Candidate], per_person: int, per_subject: int
) -> None:
    """Whatever the order in which they are found."""
    people, subjects = dict.fromkeys("abc", per_person), dict.fromkeys("xyz", per_subject)
    chosen = choose(some, people, subjects)
    for left in set(some) - set(chosen):
        rivals = [each for each in chosen if each.score >= left.score]
        assert (
            sum(each.person == left.person for each in rivals) >= per_person
            or sum(each.subject == left.subject for each in rivals) >= per_subject
        )
    assert all(sum(each.person == one for each in chosen) <= per_person for one in people)
    assert all(sum(each.subject == one for each in chosen) <= per_subject for one in subjects)
    assert choose(list(reversed(some)), people, subjects) == chosen
