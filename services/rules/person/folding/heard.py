"""What the person told us."""

from services.rules.person import Draft
from services.rules.person.contacts import Answers, Rating
from services.rules.person.heard import Achievement, Goal, Search, Words
from services.rules.person.history import Said
from shared.facts import heard
from shared.plain import excerpt

LONGEST_NOTE = 10_000
"""Letters of a note that go into a plan: a task that shows one is a record too. All of it is on the log."""


def noted(draft: Draft, body: heard.NoteTaken, said: Said) -> None:
    """Worth remembering."""
    words = excerpt(body.words, LONGEST_NOTE) if body.words else None
    draft.put("notes", said.fact, Words(said, words))


def aimed(draft: Draft, body: heard.GoalStated, said: Said) -> None:
    """What they want to reach; of one goal the last word holds."""
    known = draft.goals.get(body.goal)
    if known is None or said > known.said:
        draft.put("goals", body.goal, Goal(said, body.goal, body.target, body.reached, body.words))


def motivated(draft: Draft, body: heard.MotivationStated, said: Said) -> None:
    """What drives them."""
    draft.put("motivations", said.fact, Words(said, body.words))


def interested(draft: Draft, body: heard.InterestStated, said: Said) -> None:
    """What they like to hear of."""
    draft.put("interests", said.fact, Words(said, body.topic))


def achieved(draft: Draft, body: heard.AchievementNoted, said: Said) -> None:
    """What they achieved; of one achievement the last word holds."""
    known = draft.achievements.get(body.achievement)
    if known is None or said > known.said:
        achievement = Achievement(said, body.achievement, body.on, body.words)
        draft.put("achievements", body.achievement, achievement)


def satisfied(draft: Draft, body: heard.SatisfactionStated, said: Said) -> None:
    """How satisfied they are."""
    if body.score is not None:
        draft.put("ratings", said.fact, Rating(said, body.on, body.score))


def searching(draft: Draft, body: heard.SearchStated, said: Said) -> None:
    """Whether they look for another job; the last word holds."""
    if draft.search is None or said >= draft.search.said:
        draft.search = Search(said, body.looking)


def wished(_draft: Draft, _body: heard.WishStated, _said: Said) -> None:
    """Where they would work, and for how much: matching goes by it, no play does."""


def answered(draft: Draft, body: heard.AnswersGiven, said: Said) -> None:
    """What they answered to a play's questions."""
    draft.put("answers", said.fact, Answers(said, body.play, body.about, body.on, body.answers))


STEPS = {
    heard.NoteTaken: noted,
    heard.GoalStated: aimed,
    heard.MotivationStated: motivated,
    heard.InterestStated: interested,
    heard.AchievementNoted: achieved,
    heard.SatisfactionStated: satisfied,
    heard.SearchStated: searching,
    heard.WishStated: wished,
    heard.AnswersGiven: answered,
}
