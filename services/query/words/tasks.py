"""How a person's plan changed."""

from shared.facts import tasks
from shared.naming import as_words


def _named(body: tasks.TaskState) -> str:
    return f"“{body.headline or as_words(body.play)}”"


def _window(body: tasks.TaskState) -> str:
    return f"is planned from {body.opens_on} to {body.closes_on}"


def _planned(body: tasks.TaskPlanned) -> str:
    return f"{_named(body)} {_window(body)}."


def _moved(body: tasks.TaskMoved) -> str:
    return f"{_named(body)} was moved; it {_window(body)}."


def _revised(body: tasks.TaskRevised) -> str:
    return f"{_named(body)} was brought up to date."


def _held_back(body: tasks.TaskHeldBack) -> str:
    return f"{_named(body)} was held back: {body.because}."


def _withdrawn(body: tasks.TaskWithdrawn) -> str:
    return f"{_named(body)} was withdrawn: {body.because}."


def _flagged(body: tasks.TaskFlagged) -> str:
    return f"{_named(body)} no longer applies, as its holder was told: {body.because}."


def _expired(body: tasks.TaskExpired) -> str:
    return f"{_named(body)} was not done before its window closed on {body.closes_on}."


def _review_wanted(body: tasks.PlanReviewWanted) -> str:
    return f"The plan wants to be looked at again on {body.on}." if body.on else "The plan rests."


WORDS = {
    tasks.TaskPlanned: _planned,
    tasks.TaskMoved: _moved,
    tasks.TaskRevised: _revised,
    tasks.TaskHeldBack: _held_back,
    tasks.TaskWithdrawn: _withdrawn,
    tasks.TaskFlagged: _flagged,
    tasks.TaskExpired: _expired,
    tasks.PlanReviewWanted: _review_wanted,
}
