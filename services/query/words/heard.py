"""What a person told us."""

from services.query.phrases import quoted, then
from shared.facts import heard
from shared.naming import as_words


def _noted(body: heard.NoteTaken) -> str:
    return f"A note was taken{then(' by ', body.by)}{quoted(body.words)}."


def _aimed(body: heard.GoalStated) -> str:
    if body.reached:
        return f"Reached a goal{quoted(body.words)}."
    return f"Has a goal{quoted(body.words)}{then(', to be reached by ', body.target)}."


def _motivated(body: heard.MotivationStated) -> str:
    return f"Told what drives them{quoted(body.words)}."


def _interested(body: heard.InterestStated) -> str:
    return f"Likes to hear of {body.topic}." if body.topic else "Told what they like to hear of."


def _achieved(body: heard.AchievementNoted) -> str:
    return f"Achieved something on {body.on}{quoted(body.words)}."


def _satisfied(body: heard.SatisfactionStated) -> str:
    score = f": {body.score} of 10" if body.score is not None else ""
    return f"Told on {body.on} how satisfied they are{score}."


def _searching(body: heard.SearchStated) -> str:
    return f"Is {'' if body.looking else 'not '}looking for another job."


def _answered(body: heard.AnswersGiven) -> str:
    said = "; ".join(f"{as_words(name)}: {words}" for name, words in body.answers.items())
    asked = f"“{as_words(body.play)}” on {body.on}{then(' about ', body.employer)}"
    return f"Answered the questions of {asked}{quoted(said)}."


def _wished(body: heard.WishStated) -> str:
    pay = f"{body.pay_from} {body.currency or ''}".strip() if body.pay_from is not None else None
    told = [*body.places, *body.skills, *([pay] if pay else [])]
    return f"They said what they would work for{': ' if told else ''}{', '.join(told)}."


WORDS = {
    heard.NoteTaken: _noted,
    heard.GoalStated: _aimed,
    heard.MotivationStated: _motivated,
    heard.InterestStated: _interested,
    heard.AchievementNoted: _achieved,
    heard.SatisfactionStated: _satisfied,
    heard.SearchStated: _searching,
    heard.WishStated: _wished,
    heard.AnswersGiven: _answered,
}
