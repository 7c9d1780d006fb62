"""A candidate as Workable shows them, by web hook and by file alike."""

from services.ingest.dates import timestamp
from services.ingest.feeds import _workable as workable
from services.ingest.feeds._candidacy import Candidacy, placement_id
from services.ingest.feeds._workable_people import NAME, candidate_key, profile, silent, strong_keys
from services.ingest.files.columns import plain
from services.ingest.reading import Keys, Source, Statement
from services.ingest.standing import Profiled
from shared.facts.placements import PlacementStarted
from shared.facts.spans import Span

HIRED = "hired"
BEFORE = {"sourced", "applied", "shortlisted", "assessment", "phonescreen", "interview", "offer"}
"""The kinds of stages at which nobody is hired."""


def shown(candidate: workable.Candidate, source: Source, event: str, at: str | None, field: str) -> Statement:
    """Who they are and how far they came, at the moment that `field` tells."""
    occurred = timestamp(at, field) if at else None
    candidacy = Candidacy(
        event=event,
        application=candidate.id,
        hire=PlacementStarted(
            feed=NAME,
            placement=placement_id(source.agency, NAME, candidate.id),
            starts=Span(),
            title=candidate.job.title if candidate.job else None,
        ),
        hired=_hired(candidate),
        stage=candidate.stage,
        occurred=occurred,
    )
    return Statement(
        Keys((candidate_key(candidate.id),), strong_keys(candidate)),
        standings=(Profiled(profile(candidate), occurred, silent=silent(candidate)), candidacy),
    )


def _hired(candidate: workable.Candidate) -> bool | None:
    """Whether they are placed; `None` where neither the stage nor its kind tells."""
    kind, stage = plain(candidate.stage_kind or ""), plain(candidate.stage or "")
    if candidate.disqualified:
        return False
    if kind:
        return kind == HIRED if kind in {HIRED, *BEFORE} else None
    return (stage == HIRED or bool(candidate.hired_at)) if stage else None
