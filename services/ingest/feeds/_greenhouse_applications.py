"""What Greenhouse tells of an application and its offers, by web hook and by export alike."""

from services.ingest.dates import iso_or_us_day
from services.ingest.feeds import _greenhouse as gh
from services.ingest.feeds._candidacy import Candidacy
from services.ingest.feeds._employment import employment
from services.ingest.feeds._greenhouse_people import NAME
from services.ingest.payload import word
from services.ingest.reading import Said
from shared.envelope import computed_id
from shared.facts.placements import OfferMade, PlacementRescheduled, PlacementStarted
from shared.facts.spans import Span, exactly


def placement_id(agency: str, application: int) -> str:
    """The placement that an application becomes."""
    return computed_id("placement", agency, NAME, application)


def application_key(number: int) -> str:
    """The key of whoever applied."""
    return f"greenhouse:application:{number}"


def hire(agency: str, application: int, job: gh.Job | None, recruiter: str | None) -> PlacementStarted:
    """The placement that an application becomes; its start stands in the offer."""
    fields = job.custom_fields if job else None
    return PlacementStarted(
        feed=NAME,
        placement=placement_id(agency, application),
        starts=Span(),
        recruiter=recruiter,
        employment=employment(custom(fields, "employment_type")),
        client=custom(fields, "client"),
        title=job.name if job else None,
    )


def offered(
    agency: str, offer: gh.Offered, field: str, event: str, fields: gh.Fields = None
) -> tuple[Said, Candidacy]:
    """What an offer tells: itself, and where it is accepted the placement's start."""
    starts = starts_on(offer.start_date, field)
    status = word(offer.offer_status)
    made = OfferMade(
        feed=NAME,
        offer=str(offer.id),
        version=offer.version,
        placement=placement_id(agency, offer.application_id),
        status=status,
        starts=starts if offer.start_date else None,
    )
    about = (made.offer, str(made.version), status, str(starts))
    return Said(made, about), _candidacy(made, offer, event, fields)


def _candidacy(made: OfferMade, offer: gh.Offered, event: str, fields: gh.Fields) -> Candidacy:
    starts = made.starts if made.status == "accepted" and made.starts else Span()
    rescheduled = PlacementRescheduled(feed=NAME, placement=made.placement, starts=starts)
    return Candidacy(
        event=event,
        application=str(offer.application_id),
        version=offer.version,
        hire=PlacementStarted(
            feed=NAME,
            placement=made.placement,
            starts=starts,
            employment=employment(custom(fields, "employment_type")),
            client=custom(fields, "client"),
        ),
        alone=rescheduled if starts != Span() else None,
    )


def custom(fields: gh.Fields, name: str) -> str | None:
    """The text in the agency's field of this name."""
    value = fields[name].value if isinstance(fields, dict) and name in fields else None
    return value.strip() or None if isinstance(value, str) else None


def starts_on(text: str | None, field: str) -> Span:
    """A first day, where one is told."""
    return exactly(iso_or_us_day(text.strip(), field)) if text and text.strip() else Span()
