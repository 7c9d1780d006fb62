"""The ids of matches: the same for one person and one job or resource, whoever says that they match."""

from shared.envelope import computed_id


def job_match(person: str, job: str, fits: str) -> str:
    """The id of the match of a person and a job."""
    return computed_id("match", person, "job", job, fits)


def resource_match(person: str, resource: str) -> str:
    """The id of the match of a person and an article or event."""
    return computed_id("match", person, "resource", resource)
