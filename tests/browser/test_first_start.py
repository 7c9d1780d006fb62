"""What somebody sees who has just installed Afterhire."""

from browser.office import Office


def test_the_console_leads_to_the_first_tasks(office: Office) -> None:
    """Three ways to begin; the one that was gone shows how far it is and ends on tasks, by itself."""
    begun = office.begun
    assert begun is not None
    assert "Nothing is here yet" in begun.empty
    assert all(
        way in begun.empty for way in ("Send a first file", "Connect your ATS", "Or look around first")
    )
    assert "Reading …" in begun.reading
    assert begun.said == "The first tasks are here. Take one."
    assert "New for you" in begun.ended
    assert begun.complaints == []
