"""What was heard when a task was done, as facts that stand on their own. Pure."""

from collections.abc import Iterator

from services.desk.answers import Answers
from shared.envelope import computed_id
from shared.facts import Fact, favours, heard
from shared.facts.outreach import OutreachCompleted

FEED = "desk"


def facts_heard(done: OutreachCompleted, answers: Answers, word: str) -> Iterator[Fact]:
    """The facts beside `outreach.completed`, always in the same order; `word` is that one's id.

    Satisfaction, note and channel stand on `outreach.completed` itself.
    """
    yield from _answered(done, answers)
    yield from _about_themselves(answers, word)
    yield from _favours(done, answers, word)


def _answered(done: OutreachCompleted, answers: Answers) -> Iterator[Fact]:
    if answers.others:
        yield heard.AnswersGiven(
            task=done.task,
            play=done.play,
            about=done.about,
            on=done.on,
            employer=answers.told.employer,
            answers=answers.others,
        )


def _about_themselves(answers: Answers, word: str) -> Iterator[Fact]:
    told = answers.told
    if told.goal:
        goal = computed_id("goal", word)
        yield heard.GoalStated(feed=FEED, goal=goal, target=told.goal_target, words=told.goal)
    if told.motivation:
        yield heard.MotivationStated(feed=FEED, words=told.motivation)
    for topic in told.interests:
        yield heard.InterestStated(feed=FEED, topic=topic)
    if told.looking is not None:
        yield heard.SearchStated(feed=FEED, looking=told.looking)


def _favours(done: OutreachCompleted, answers: Answers, word: str) -> Iterator[Fact]:
    told, on = answers.told, done.on
    if told.became_client:
        yield favours.ClientWon(feed=FEED, on=on, employer=told.employer)
    if told.referred_name:
        who = {"name": told.referred_name, "words": told.referred_words}
        yield favours.ReferralMade(feed=FEED, referral=computed_id("referral", word), on=on, **who)
    if told.platform:
        yield favours.ReviewLeft(feed=FEED, platform=told.platform, on=on, url=told.review_url)
    if told.words:
        yield favours.TestimonialGiven(feed=FEED, on=on, publish=told.publish, words=told.words)
