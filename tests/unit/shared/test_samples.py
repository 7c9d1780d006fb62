import re
from pathlib import Path

import msgspec
import pytest
from vocabulary import samples
from vocabulary.keys import MemoryKeys

from shared.codec import decode, envelope
from shared.facts import kind_of


def name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@pytest.mark.parametrize("path", samples.files(), ids=name)
def test_what_was_ever_written_is_still_read(path: Path) -> None:
    """Each sample decodes to the event it means today."""
    sample = samples.read(path)
    assert decode(samples.record(sample), MemoryKeys()) == samples.event(path, sample)


@pytest.mark.parametrize("path", samples.files(), ids=name)
def test_a_sample_lies_where_its_type_and_version_say(path: Path) -> None:
    """The folder is the event's type, the file its version."""
    sealed = envelope(samples.record(samples.read(path)))
    assert (sealed.type, str(sealed.version)) == (path.parent.name, path.stem)


@pytest.mark.parametrize("path", samples.files(), ids=name)
def test_nothing_personal_was_written_in_the_clear(path: Path) -> None:
    """What a fact declares personal stands neither in the key nor in a header nor readable in the value."""
    sample = samples.read(path)
    body = sample["event"]["body"]
    written = msgspec.json.encode(sample["written"]).decode()
    said = [body[field] for field in kind_of(path.parent.name).personal if isinstance(body.get(field), str)]
    assert [words for words in said if re.search(re.escape(words), written)] == []
