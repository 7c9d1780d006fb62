"""The committed documents are what this program says."""

from pathlib import Path

import pytest

from services.cli import contracts
from shared.errors import MisconfiguredError

FOLDER = Path(__file__).parents[2] / "deploy" / "contracts"


def test_the_documents_are_those_of_this_program() -> None:
    """After a change: `afterhire contracts deploy/contracts`, which refuses what would break others."""
    made = contracts.documents()
    assert {path.name for path in FOLDER.glob("*.json")} == {*made}
    for name, document in made.items():
        assert (FOLDER / name).read_text() == contracts.text(document), name


def test_what_breaks_others_is_written_only_when_asked_for(tmp_path: Path) -> None:
    """And until then nothing is."""
    contracts.write(tmp_path, though_broken=False)
    more = (tmp_path / contracts.API).read_text().replace('"/v1/tasks/export"', '"/v1/tasks/exported"')
    (tmp_path / contracts.API).write_text(more)
    with pytest.raises(MisconfiguredError, match="GET /v1/tasks/exported: it is gone"):
        contracts.write(tmp_path, though_broken=False)
    assert (tmp_path / contracts.API).read_text() == more
    contracts.write(tmp_path, though_broken=True)
    assert (tmp_path / contracts.API).read_text() != more
