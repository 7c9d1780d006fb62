"""The shape of the code: sizes, one test per part, one sample per event version, and who imports whom."""

import ast
import re
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared import facts, topics

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "tests" / "samples"
CODE = ("shared", "services")
COMPOSITION_ROOTS = {"cli", "local"}
"""The two services that may import the others: they start them."""
ONE_FILE_EACH = ("services/rules/plays", "services/ingest/feeds", "services/query/projections")
THE_CLOCK = "shared/clock.py"
NOW = {"now", "utcnow", "today"}


def modules(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), str(path))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    found = (
        node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    # Of a protocol or an overload only the promise is written down.
    return (one for one in found if not is_promise(one))


def is_promise(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    last = function.body[-1]
    return isinstance(last, ast.Expr) and isinstance(last.value, ast.Constant)


def size(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function with its signature and without its docstring."""
    first = function.body[0]
    docstring = 0
    if ast.get_docstring(function) is not None:
        docstring = (first.end_lineno or first.lineno) - first.lineno + 1
    return (function.end_lineno or function.lineno) - function.lineno + 1 - docstring


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def services_named(path: Path) -> set[str]:
    parts = (imported.split(".") for imported in imports(path))
    return {part[1] for part in parts if part[0] == "services" and len(part) > 1}


def parts() -> list[Path]:
    """Every play, feed and projection: one file each, by its name."""
    found = (path for folder in ONE_FILE_EACH for path in sorted((ROOT / folder).glob("*.py")))
    return [path for path in found if not path.name.startswith("_")]


def test_no_module_is_longer_than_250_lines() -> None:
    """A module that outgrows its screen or two is split."""
    long = {name(path): lines(path) for path in modules(*CODE, "tests") if lines(path) > 250}
    assert long == {}


def test_half_of_the_modules_fit_on_a_screen_or_two() -> None:
    """The median module has at most 80 lines."""
    sizes = [lines(path) for path in modules(*CODE) if lines(path)]
    assert statistics.median(sizes) <= 80


def test_functions_do_one_thing() -> None:
    """The median function has at most 6 lines, and nine in ten have at most 15."""
    sizes = sorted(size(one) for path in modules(*CODE) for one in functions(path))
    assert statistics.median(sizes) <= 6
    assert sizes[int(len(sizes) * 0.9)] <= 15


@pytest.mark.parametrize("part", parts(), ids=name)
def test_every_part_has_its_test(part: Path) -> None:
    """A play, feed or projection comes with the test of the same name."""
    expected = ROOT / "tests" / "unit" / part.parent.relative_to(ROOT) / f"test_{part.name}"
    assert expected.exists(), f"{name(part)} has no {name(expected)}: add one"


def versions() -> list[tuple[str, int]]:
    return [(kind.name, version) for kind in facts.KINDS.values() for version in range(1, kind.version + 1)]


@pytest.mark.parametrize(("event", "version"), versions())
def test_every_event_version_has_its_sample(event: str, version: int) -> None:
    """What was ever written stays readable: a sample of each version lies here for ever."""
    named = re.compile(rf"(^|/){re.escape(event)}[./_-]v?{version}[./]")
    samples = [str(path.relative_to(SAMPLES)) for path in SAMPLES.rglob("*.*")]
    assert any(named.search(one) for one in samples), f"add tests/samples/{event}/{version}.json"


def test_topics_carry_every_event_once() -> None:
    """Each family of facts belongs to exactly one topic, and no topic names a family that does not exist."""
    carried = [family for contract in topics.CONTRACTS.values() for family in contract.families]
    assert len(carried) == len(set(carried))
    assert set(carried) == {kind.family for kind in facts.KINDS.values()}


def test_the_map_of_topics_names_services_that_exist() -> None:
    """Who writes and who reads is a folder under `services/`."""
    folders = {path.name for path in (ROOT / "services").iterdir() if path.is_dir()}
    assert all(folders.issuperset({*one.writers, *one.readers}) for one in topics.CONTRACTS.values())


@pytest.mark.parametrize("service", topics.SERVICES)
def test_a_service_reads_the_topics_that_the_map_says(service: str) -> None:
    """A topic is named in a service's code where it is read, and nowhere else."""
    code = "".join(path.read_text() for path in modules(f"services/{service}"))
    read = {topic for topic in topics.Topic if f"Topic.{topic.name}" in code}
    assert read == {topic for topic, one in topics.CONTRACTS.items() if service in one.readers}


def test_no_service_imports_another() -> None:
    """Services meet on the log only; the two that start the others are exempt."""
    crossing = {
        name(path): others
        for path in modules("services")
        if (own := path.relative_to(ROOT / "services").parts[0]) not in COMPOSITION_ROOTS
        if (others := services_named(path) - {own})
    }
    assert crossing == {}


def test_shared_knows_no_service() -> None:
    """What all share depends on none of them."""
    assert {name(path) for path in modules("shared") if services_named(path)} == set()


def test_only_the_stream_knows_faust() -> None:
    """Faust can be replaced by changing two files of `services/rules/stream/` alone."""
    knowing = {
        name(path)
        for path in modules(*CODE)
        if {imported.split(".")[0] for imported in imports(path)} & {"faust", "mode", "aiokafka"}
    }
    assert knowing <= {f"services/rules/stream/{one}.py" for one in ("stream", "fetches")}


def asks_for_the_time(path: Path) -> bool:
    calls = (node.func for node in ast.walk(tree(path)) if isinstance(node, ast.Call))
    called = [ast.unparse(call).split(".") for call in calls if isinstance(call, ast.Attribute)]
    return (
        any(one[-1] in NOW and one[-2] in {"date", "datetime"} for one in called)
        or ["time", "time"] in called
    )


def test_only_the_clock_asks_for_the_time() -> None:
    """Time arrives as a fact or as an argument; one module reads the machine's."""
    asking = {name(path) for path in modules(*CODE) if asks_for_the_time(path)}
    assert asking <= {THE_CLOCK}
