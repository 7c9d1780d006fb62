"""Who is who, by strong keys."""

from services.ingest.identity.directory import Directory, Entry, Held, Indexed

FEED_ID, ADDRESS, URL = b"1", b"2", b"3"


JANE, JOHN, OTHER = (Entry(name, Held.OWN) for name in ("jane", "john", "other"))


def directory(**entries: Entry) -> Directory:
    return Directory("demo", {name.encode(): entry for name, entry in entries.items()})


def of(known: dict[bytes, Entry]) -> Directory:
    return Directory("demo", known)


def test_nobody_is_found_by_unknown_keys() -> None:
    """Whoever they name gets the same id each time."""
    empty = directory()
    assert empty.find(Indexed((FEED_ID,), (ADDRESS,))) is None
    assert empty.person(Indexed((FEED_ID,))) == empty.person(Indexed((FEED_ID,), (URL,)))


def test_the_feeds_own_key_decides() -> None:
    """An address that is somebody else's stays with them."""
    held = of({FEED_ID: Entry("jane", Held.OWN), ADDRESS: Entry("john", Held.OWN)})
    held.feeds[FEED_ID] = "ats"
    keys = Indexed((FEED_ID,), (ADDRESS, URL))
    assert held.person(keys) == "jane"
    held.link(keys, "jane", "ats")
    assert held.entries[ADDRESS].person == "john"
    assert held.entries[URL].person == "jane"
    assert held.changed == {URL}


def test_what_an_older_program_did_not_note_is_noted_when_it_is_seen() -> None:
    """Of which feed an own key is; of a merged record's key nothing is noted."""
    held = of({FEED_ID: Entry("jane", Held.OWN), URL: Entry("jane", Held.MERGED)})
    held.link(Indexed((FEED_ID,)), "jane", "ats")
    held.link(Indexed((URL,)), "jane", "ats")
    assert (held.feeds, held.changed) == ({FEED_ID: "ats"}, {FEED_ID})


def test_a_feed_calls_somebody_otherwise_by_another_id() -> None:
    """By another feed's id, or by an address alone, it does not."""
    held = directory()
    held.link(Indexed((FEED_ID,), (ADDRESS,)), "jane", "ats")
    assert held.joins(Indexed((URL,), (ADDRESS,))) == "jane"
    assert held.called_otherwise("jane", "ats", Indexed((URL,), (ADDRESS,)))
    assert not held.called_otherwise("jane", "ats", Indexed((URL, FEED_ID)))
    assert not held.called_otherwise("jane", "network", Indexed((URL,), (ADDRESS,)))
    assert held.joins(Indexed((FEED_ID,))) is None


def test_another_key_links_a_new_record() -> None:
    """The same address is the same person."""
    assert of({ADDRESS: Entry("jane", Held.OWN)}).person(Indexed((FEED_ID,), (ADDRESS,))) == "jane"


def test_an_own_key_of_somebody_erased_is_them() -> None:
    """Whatever the other keys say."""
    held = of({URL: Entry("jane", Held.ERASED), FEED_ID: Entry("john", Held.OWN)})
    found = held.find(Indexed((FEED_ID, URL)))
    assert found == Entry("jane", Held.ERASED)


def test_another_key_of_somebody_erased_says_nothing() -> None:
    """Who comes back is somebody new, and takes the address over."""
    held = of({ADDRESS: Entry("jane", Held.ERASED)})
    keys = Indexed((FEED_ID,), (ADDRESS,))
    assert held.find(keys) is None
    held.link(keys, "new", "ats")
    assert held.entries[ADDRESS] == Entry("new", Held.OWN)


def test_a_merge_moves_no_keys() -> None:
    """The record's says that it is part of another one; whom its person became is known beside."""
    held = of(
        {FEED_ID: Entry("john", Held.OWN), ADDRESS: Entry("john", Held.OWN), URL: Entry("jane", Held.OWN)}
    )
    held.merge(FEED_ID, "john")
    held.join("john", "jane")
    held.join("jane", "mary")
    assert held.entries == {
        FEED_ID: Entry("john", Held.MERGED),
        ADDRESS: Entry("john", Held.OWN),
        URL: Entry("jane", Held.OWN),
    }
    assert [held.now(each) for each in ("john", "jane", "mary")] == ["mary"] * 3


def test_erasing_marks_all_keys() -> None:
    """They stay, to keep old files from bringing somebody back."""
    held = of(
        {FEED_ID: Entry("jane", Held.OWN), ADDRESS: Entry("jane", Held.MERGED), URL: Entry("x", Held.OWN)}
    )
    held.erase(["jane"])
    assert [entry.held for entry in held.entries.values()] == [Held.ERASED, Held.ERASED, Held.OWN]
