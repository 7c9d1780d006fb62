from shared.relay.lane import LOOK_EVERY, Lane, Point


def compared(**known: int) -> Lane:
    lane = Lane(given=known.get("given", 0))
    lane.compared(known.get("number", 0), known.get("offset"), 0.0)
    return lane


def test_a_new_lane_is_compared_before_anything_is_sent() -> None:
    """What was stored may be wrong until the log has been read."""
    assert not Lane(given=3, acknowledged=3).open(0.0)
    assert compared(given=3, number=3, offset=7).open(0.0)


def test_a_lane_the_log_is_behind_of_sends_kept_rows_first() -> None:
    """New rows wait until the log has the old ones."""
    lane = compared(given=5, number=3, offset=7)
    assert lane.waiting(0.0)
    lane.acknowledge(8, Point(5, 9), 0.0)
    assert lane.open(0.0)


def test_an_offset_that_went_back_is_doubted() -> None:
    """The log has lost its tail, so the answer says nothing about what came before."""
    lane = compared(given=5, number=3, offset=7)
    lane.acknowledge(7, Point(5, 8), 0.0)
    assert lane.doubted
    assert lane.acknowledged == 3


def test_a_refused_lane_waits_longer_each_time() -> None:
    """Until the log takes something again."""
    lane, waits = compared(given=1), []
    for _ in range(8):
        lane.refuse(100.0)
        waits.append(round(lane.retry_at - 100, 2))
    assert waits == [0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 2.0, 2.0]
    lane.compared(0, None, 103.0)
    lane.acknowledge(0, Point(1, 0), 103.0)
    lane.refuse(200.0)
    assert round(lane.retry_at - 200, 2) == 0.05


def test_only_the_last_answer_before_a_pause_is_looked_at() -> None:
    """No broker restarts between two answers a moment apart."""
    lane = compared()
    for number, at in [(1, 0.0), (2, 0.1), (3, 0.2), (4, 5.0), (5, 9.0), (6, 9.2)]:
        lane.acknowledge(number, Point(number, number), at)
    assert [point.number for point in lane.points()] == [3, 4, 6]


def test_is_looked_at_only_when_there_is_something_new() -> None:
    """Once every ten seconds."""
    lane = compared()
    assert not lane.look_due(LOOK_EVERY)
    lane.acknowledge(0, Point(1, 0), 1.0)
    assert not lane.look_due(LOOK_EVERY - 1)
    assert lane.look_due(LOOK_EVERY)
    lane.looked(Point(1, 0), LOOK_EVERY)
    assert not lane.look_due(3 * LOOK_EVERY)
