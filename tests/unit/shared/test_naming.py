from shared.naming import as_words


def test_a_name_reads_as_words() -> None:
    """The plays are verb phrases: they only lack their spaces."""
    assert as_words("share_an_opportunity") == "share an opportunity"
