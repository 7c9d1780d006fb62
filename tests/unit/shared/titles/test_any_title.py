"""What holds for every title."""

from hypothesis import given
from hypothesis import strategies as st

from shared.titles import UNKNOWN, promoted, read

WORDS = [
    *(
        "head",
        "of",
        "director",
        "vp",
        "chief",
        "intern",
        "lead",
        "senior",
        "manager",
        "product",
        "sales",
        "III",
    ),
    *("assistant", "to", "the", "ceo", "partner", "owner", "at", "former", "|", ",", "&", "/", "-", "(", ")"),
    *("Leiterin", "Entwickler:in", "d'équipe", "Geschäftsführer", "İ", "ß", "ŉ", "ǅ"),
]
titles = st.one_of(
    st.text(), st.lists(st.one_of(st.sampled_from(WORDS), st.text()), max_size=12).map(" ".join)
)
roles = st.sampled_from(
    ["CEO", "Head of Sales", "Nurse Manager", "Software Engineer", "Leiterin Einkauf", "Jefe de ventas"]
)
over = st.sampled_from(
    ["Former {}", "ex-{}", "Retired {}", "Aspiring {}", "{} (retired)", "ehemalige {}", "Incoming {}"]
)


@given(titles)
def test_any_text_is_read(title: str) -> None:
    """Nothing that a person or a feed may write raises, and what is read once is read so again."""
    assert read(title) == read(title)


@given(titles)
def test_case_says_nothing(title: str) -> None:
    """A title in capitals is the same title."""
    assert read(title) == read(title.upper())


@given(
    st.sampled_from(WORDS).flatmap(
        lambda word: st.lists(st.sampled_from(WORDS)).map(lambda more: [word, *more])
    )
)
def test_case_says_nothing_downwards_either(words: list[str]) -> None:
    """A title in small letters is the same title."""
    assert read(" ".join(words)) == read(" ".join(words).lower())


@given(titles, st.text(" \t\n\u00a0", max_size=3), st.text(" \t\n\u00a0", max_size=3))
def test_surrounding_blanks_say_nothing(title: str, before: str, after: str) -> None:
    """Exports pad what they write."""
    assert read(f"{before}{title}{after}") == read(title)


@given(roles, over)
def test_what_is_not_held_tells_nothing(role: str, modifier: str) -> None:
    """Who was, will be or would like to be something is not taken for it."""
    assert read(modifier.format(role)) == UNKNOWN


@given(roles, over)
def test_what_is_not_held_hides_nothing_beside_it(role: str, modifier: str) -> None:
    """A role that is held counts, whatever was held before."""
    assert read(f"{modifier.format(role)} | Sales Director") == read("Sales Director")


@given(titles, titles)
def test_a_promotion_is_none_the_other_way_round(old: str, new: str) -> None:
    """One of two titles at most is the more senior one, and a title is never above itself."""
    assert not (promoted(old, new) and promoted(new, old))
    assert not promoted(old, old)
