"""Which questions each play asks. A play that is not named asks only what every play does."""

from shared.facts.contacts import CHANNELS
from shared.forms.question import Kind, Question

COMMON = (
    Question(name="note", label="What is worth remembering?", kind=Kind.TEXT),
    Question(name="satisfaction", label="How satisfied are they with us, from 0 to 10?", kind=Kind.SCORE),
    Question(name="channel", label="How were you in touch?", kind=Kind.CHOICE, choices=CHANNELS),
    Question(name="looking", label="Are they looking for another job?", kind=Kind.YES_NO),
)
"""What may be filled in after every task."""

GOAL = Question(name="goal", label="What do they want to reach?", kind=Kind.TEXT)
GOAL_TARGET = Question(name="goal_target", label="By when?", kind=Kind.DATE, needs="goal")
EMPLOYER = Question(name="employer", label="Which employer do they speak of?", kind=Kind.TEXT)
SATISFACTION = next(question for question in COMMON if question.name == "satisfaction")
LOOKING = next(question for question in COMMON if question.name == "looking")
PLATFORMS = ("google", "glassdoor", "indeed", "linkedin", "trustpilot")
"""The usual review sites."""

OWN: dict[str, tuple[Question, ...]] = {
    "check_in_on_settling_in": (
        SATISFACTION,
        Question(name="going", label="How is it going?", kind=Kind.TEXT),
    ),
    "offer_to_build_their_team": (
        Question(name="became_client", label="Did their employer become a client?", kind=Kind.YES_NO),
        Question(name="employer", label="Which employer?", kind=Kind.TEXT, needs="became_client"),
    ),
    "ask_about_onboarding": (
        Question(name="rating", label="How good was the onboarding, from 1 to 5?", kind=Kind.RATING),
        Question(name="went_well", label="What went well?", kind=Kind.TEXT),
        Question(name="fell_short", label="What fell short?", kind=Kind.TEXT),
        EMPLOYER,
    ),
    "ask_about_their_projects": (
        Question(name="technologies", label="Which technologies do they work with?", kind=Kind.WORDS),
        Question(name="projects", label="What are they working on?", kind=Kind.TEXT),
        Question(name="plans_to_hire", label="Does their team plan to hire?", kind=Kind.YES_NO),
        EMPLOYER,
    ),
    "invite_to_catch_up": (LOOKING, GOAL),
    "ask_for_a_referral": (
        Question(name="referred_name", label="Whom did they tell us of?", kind=Kind.TEXT),
        Question(
            name="referred_words",
            label="What did they say of them?",
            kind=Kind.TEXT,
            needs="referred_name",
        ),
    ),
    "offer_a_career_review": (GOAL, GOAL_TARGET),
    "ask_for_a_review": (
        Question(name="platform", label="Where did they review us?", kind=Kind.PLATFORM, choices=PLATFORMS),
        Question(name="review_url", label="The review's address", kind=Kind.LINK, needs="platform"),
    ),
    "ask_for_a_testimonial": (
        Question(name="words", label="What may we quote?", kind=Kind.TEXT, needs="publish"),
        Question(name="publish", label="May we publish it?", kind=Kind.YES_NO, needs="words"),
    ),
    "get_to_know_them": (
        GOAL,
        GOAL_TARGET,
        Question(name="motivation", label="What drives them?", kind=Kind.TEXT),
        Question(name="interests", label="What do they like to hear of?", kind=Kind.WORDS),
    ),
    "reconnect_before_it_goes_cold": (LOOKING, GOAL),
}
"""By the name of the play, in the order in which a recruiter is asked."""
