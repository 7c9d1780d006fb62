"""Days that came up."""

from shared.facts import dates

MILESTONES = {
    "guarantee_end": "The guarantee of the placement ends",
    "probation_end": "The probation ends",
    "contract_end": "The contract ends",
}


def _anniversary(body: dates.AnniversaryDue) -> str:
    years = "One year" if body.years == 1 else f"{body.years} years"
    return f"{years} since the placement began, on {body.occurs_on}."


def _milestone(body: dates.MilestoneDue) -> str:
    return f"{MILESTONES.get(body.milestone, 'A day of the placement comes up')} on {body.occurs_on}."


def _review(body: dates.ReviewDue) -> str:
    return f"The plan was looked at again, as it had asked for {body.on}."


WORDS = {
    dates.AnniversaryDue: _anniversary,
    dates.MilestoneDue: _milestone,
    dates.ReviewDue: _review,
}
