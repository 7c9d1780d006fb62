from enum import IntEnum


class Seniority(IntEnum):
    """The ladder of ranks, comparable. Keep it by name: the numbers move when a rung is put in between."""

    INTERN = 0
    JUNIOR = 1
    MID = 2
    """The bare title of somebody who does the work: `Data Analyst`. A product manager's, too."""
    SENIOR = 3
    LEAD = 4
    """A staff engineer, a technical lead; also those who lead a shift or a small team."""
    PRINCIPAL = 5
    MANAGER = 6
    HEAD = 7
    DIRECTOR = 8
    VP = 9
    CHIEF = 10
    """Of the firm: chief officers, managing directors, founders and owners."""
