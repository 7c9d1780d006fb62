"""What was heard when a task was done becomes facts that stand on their own."""

from datetime import UTC, date, datetime, timedelta

import pytest

from services.desk.commands import Complete
from services.desk.deciding import When, decide
from services.desk.heard import facts_heard
from services.desk.task import Task
from shared.facts import Fact, favours, heard
from shared.facts.outreach import OutreachCompleted
from shared.forms import Given, Kind, Question, form_of
from shared.forms.plays import OWN

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = NOW.date()
SAMPLES: dict[Kind, Given] = {
    Kind.RATING: 4,
    Kind.SCORE: 9,
    Kind.TEXT: "some words",
    Kind.YES_NO: True,
    Kind.DATE: "2027-01-15",
    Kind.PLATFORM: "glassdoor",
    Kind.LINK: "https://review.example/1",
    Kind.WORDS: ["Rust", "Go"],
}


def told(play: str, **answers: Given) -> list[Fact]:
    """What is said of a task of this play that was done with these answers, the completion first."""
    task = Task("demo", "person", "task", play=play, about="placement", revision=1, planned=True)
    command = Complete("ann", "replied", answers=answers)
    done = decide(task, command, When(NOW, DAY, timedelta(hours=1)))
    assert isinstance(done, OutreachCompleted)
    return [done, *facts_heard(done, command.read(play), "word")]


def sample(question: Question) -> Given:
    return question.choices[1] if question.kind is Kind.CHOICE else SAMPLES[question.kind]


def test_a_task_done_without_answers_says_nothing_else() -> None:
    """An empty form is a touch and no more."""
    done = told("get_to_know_them")
    assert done == [
        OutreachCompleted(
            task="task",
            version=1,
            by="ann",
            play="get_to_know_them",
            outcome="replied",
            on=DAY,
            about="placement",
        )
    ]


def test_what_stands_on_the_completion_is_not_said_twice() -> None:
    """Note, satisfaction and channel belong to the touch."""
    done, *others = told("share_a_resource", note="Liked it.", satisfaction=9, channel="call")
    assert isinstance(done, OutreachCompleted)
    assert (done.note, done.satisfaction, done.channel) == ("Liked it.", 9, "call")
    assert others == []


def test_the_answers_of_a_play_are_kept_with_what_they_were_about() -> None:
    """By the name of the question, in words."""
    _, answers = told("ask_about_onboarding", rating=4, went_well="the team", employer="Acme", fell_short="")
    assert answers == heard.AnswersGiven(
        task="task",
        play="ask_about_onboarding",
        about="placement",
        on=DAY,
        employer="Acme",
        answers={"rating": "4", "went_well": "the team"},
    )


def test_what_they_tell_of_themselves_becomes_a_fact_each() -> None:
    """A goal, what drives them, each interest, and whether they are looking."""
    _, goal, *others = told(
        "get_to_know_them",
        goal="lead a team",
        goal_target="2027-01-15",
        motivation="to build",
        interests=["Rust", "Go"],
        looking=False,
    )
    assert isinstance(goal, heard.GoalStated)
    assert (goal.words, goal.target, goal.reached) == ("lead a team", date(2027, 1, 15), False)
    assert others == [
        heard.MotivationStated(feed="desk", words="to build"),
        heard.InterestStated(feed="desk", topic="Rust"),
        heard.InterestStated(feed="desk", topic="Go"),
        heard.SearchStated(feed="desk", looking=False),
    ]


@pytest.mark.parametrize(
    ("play", "answers", "fact"),
    [
        (
            "ask_for_a_review",
            {"platform": "Google", "review_url": "https://g.example/1"},
            favours.ReviewLeft(feed="desk", platform="google", on=DAY, url="https://g.example/1"),
        ),
        (
            "ask_for_a_testimonial",
            {"words": "Great.", "publish": False},
            favours.TestimonialGiven(feed="desk", on=DAY, publish=False, words="Great."),
        ),
        (
            "offer_to_build_their_team",
            {"became_client": True, "employer": "Acme"},
            favours.ClientWon(feed="desk", on=DAY, employer="Acme"),
        ),
    ],
)
def test_a_favour_is_a_fact(play: str, answers: dict[str, Given], fact: Fact) -> None:
    """On the day on which it was heard of."""
    assert told(play, **answers)[1:] == [fact]


def test_a_referral_has_an_id_of_its_own() -> None:
    """The same for the same completion, so that what comes of it can be told."""
    _, made = told("ask_for_a_referral", referred_name="Bob", referred_words="a fine engineer")
    assert isinstance(made, favours.ReferralMade)
    assert (made.name, made.words, made.on, made.referred) == ("Bob", "a fine engineer", DAY, None)
    assert told("ask_for_a_referral", referred_name="Bob", referred_words="a fine engineer")[1] == made


def test_who_did_not_become_a_client_is_no_win() -> None:
    """A no is heard, and no conversion."""
    assert told("offer_to_build_their_team", became_client=False)[1:] == []


@pytest.mark.parametrize("play", [*OWN, "congratulate_on_anniversary"])
def test_whatever_is_answered_is_kept(play: str) -> None:
    """Of a form filled in whole, leaving any answer out changes what is said: none is lost in silence."""
    questions = form_of(play).questions
    whole = told(play, **{question.name: sample(question) for question in questions})
    for left in questions:
        rest = [question for question in questions if left.name not in {question.name, question.needs}]
        assert told(play, **{question.name: sample(question) for question in rest}) != whole, left.name
