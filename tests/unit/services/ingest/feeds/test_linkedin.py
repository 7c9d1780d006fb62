"""LinkedIn's exports, row by row."""

from datetime import UTC, date, datetime
from unicodedata import normalize

import pytest
from vocabulary.payloads import connection

from services.ingest.feeds.linkedin import FEED, Role, Shown, read_row
from services.ingest.files.columns import plain
from services.ingest.rawrow import named
from services.ingest.reading import Keys, Reading, Silence, Source, Statement
from services.ingest.standing import Profiled
from shared.errors import UnreadableError
from shared.facts.people import PersonProfiled
from shared.facts.roles import RoleChanged, RoleObserved
from shared.facts.spans import Span

MARCH, JUNE = date(2026, 3, 1), date(2026, 6, 1)


def read(**changes: str) -> Reading:
    source = Source("demo", "digest", datetime(2026, 6, 1, tzinfo=UTC), MARCH)
    return read_row(named(FEED, list(connection(**changes).items())), source)


def stated(**changes: str) -> Statement:
    reading = read(**changes)
    assert isinstance(reading, Statement)
    return reading


def told(before: Shown | None, now: Shown) -> list[object]:
    keep = Role(before).tell(None, "first").keep if before else None
    return [said.body for said in Role(now).tell(keep, "seed").said]


def test_a_row_tells_who_and_what_they_do() -> None:
    """The profile whole, as the export shows it."""
    statement = stated(**{"Email Address": "Jane@Example.com"})
    assert statement.keys == Keys(("linkedin:jane-doe", "email:jane@example.com"))
    (profile,) = (one.profile for one in statement.standings if isinstance(one, Profiled))
    assert profile == PersonProfiled(
        feed="linkedin",
        name="Jane Doe",
        given_name="Jane",
        emails=("Jane@Example.com",),
        profile_url="https://www.linkedin.com/in/jane-doe",
        employer="Acme Ltd.",
        title="Engineer",
    )


def test_the_first_export_shows_a_role() -> None:
    """Since when is not known."""
    (body,) = told(None, Shown(MARCH, "Acme", "Engineer"))
    assert isinstance(body, RoleObserved)
    assert (body.as_of, body.employer, body.title) == (MARCH, "Acme", "Engineer")


def test_another_employer_is_a_move_between_the_two_exports() -> None:
    """The day itself is not known, only the interval."""
    (body,) = told(Shown(MARCH, "Acme", "Engineer"), Shown(JUNE, "Globex", "Lead"))
    assert isinstance(body, RoleChanged)
    assert body.move
    assert body.since == Span(earliest=MARCH, latest=JUNE)
    assert (body.old_employer, body.old_title, body.employer, body.title) == (
        *("Acme", "Engineer"),
        *("Globex", "Lead"),
    )


def test_another_title_alone_is_no_move() -> None:
    """At the same employer."""
    (body,) = told(Shown(MARCH, "Acme", "Engineer"), Shown(JUNE, "Acme", "Lead"))
    assert isinstance(body, RoleChanged)
    assert not body.move


@pytest.mark.parametrize(
    "now",
    [
        Shown(JUNE, "ACME Ltd.", "Engineer"),
        Shown(JUNE, "Acme, Inc.", "engineer"),
        Shown(JUNE, None, "Founder"),
        Shown(JUNE, "Acme", None),
        Shown(JUNE, None, None),
        Shown(date(2026, 1, 1), "Globex", "Lead"),
    ],
)
def test_spelling_blanks_and_older_exports_change_nothing(now: Shown) -> None:
    """Legal form, case and punctuation make no other employer; what is not said is not known."""
    assert told(Shown(MARCH, "Acme Limited", "Engineer"), now) == []


def test_a_renamed_employer_is_no_move() -> None:
    """Everybody there shows another employer from one export to the next."""
    assert not told(Shown(MARCH, "Facebook", "Engineer"), Shown(JUNE, "Meta Platforms, Inc.", "Engineer"))


def test_a_blank_does_not_end_the_interval() -> None:
    """A move is told from the last export that showed the old role."""
    first = Role(Shown(MARCH, "Acme", "Engineer")).tell(None, "1").keep
    assert Role(Shown(date(2026, 4, 1), None, None)).tell(first, "2").keep is None


@pytest.mark.parametrize(
    "day",
    [
        *("07 Mar 2024", "2024-03-07", "3/7/24", "31 Feb 2024", ""),
        *("7 Mär 2024", "10 gen 2024", "3 mrt 2024", "1 dez 2024", "12 févr. 2024", "1 août 2023", "١٢ مارس"),
    ],
)
def test_the_day_of_connecting_refuses_nobody(day: str) -> None:
    """Nothing of it is kept, whatever its language."""
    assert stated(**{"Connected On": day}) == stated()


def test_no_heading_means_two_columns() -> None:
    """In whatever language: `nom` is a last name, `nome` a first one."""
    headings = [plain(one) for known in FEED.columns.values() for one in known]
    assert len(headings) == len(set(headings))


def test_accents_may_be_written_in_two_ways() -> None:
    """As one sign, or as a letter and its accent."""
    assert named(FEED, [(normalize("NFD", "Prénom"), "Zoë")]) == {"first_name": "Zoë"}


def test_a_row_without_anything_is_nobody() -> None:
    """The account was closed."""
    assert read(**dict.fromkeys(connection(), "")) == Silence()
    assert read(**dict.fromkeys(connection(), "") | {"Connected On": "07 Jun 2022"}) == Silence()


def test_a_formula_is_text() -> None:
    """Nothing in a cell is ever computed."""
    statement = stated(Company='=HYPERLINK("http://evil.example","Acme")')
    (profile,) = (one.profile for one in statement.standings if isinstance(one, Profiled))
    assert profile.employer == '=HYPERLINK("http://evil.example","Acme")'


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"URL": "https://example.com/jane"}, "url"),
        ({"URL": ""}, "url"),
        ({"Email Address": "jane at example"}, "email"),
        ({"Position": "a\0b"}, "position"),
        ({"Company": "A" * 3000}, "company"),
    ],
)
def test_a_bad_cell_is_refused_with_its_column(changes: dict[str, str], field: str) -> None:
    """The row goes to quarantine; the others are taken."""
    with pytest.raises(UnreadableError) as refused:
        read(**changes)
    assert refused.value.field == field


def test_a_percent_encoded_address_is_the_same_profile() -> None:
    """Exports of different years encode differently."""

    def of(url: str) -> Keys:
        return stated(URL=url).keys

    assert of("https://www.linkedin.com/in/jos%C3%A9") == of("https://uk.linkedin.com/in/José/")
