from services.rules.wording import LONGEST, told


def test_a_task_brings_what_is_known_and_of_much_the_beginning() -> None:
    """What was said at length stands whole in the timeline."""
    assert told({"goal": "lead", "note": None, "said": ""}) == {"goal": "lead"}
    long = told({"goals": "x" * 10 * LONGEST})["goals"]
    assert len(long) == LONGEST
    assert long.endswith("x…")
