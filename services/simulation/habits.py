"""How often what goes wrong, in the simulated agency: round figures of our own, each a share of all cases."""

from typing import NamedTuple


class Habits(NamedTuple):
    """Of a tidy agency, by default; `untidy` makes what tells who is who go missing more often."""

    # who somebody is
    typo: float = 0.02
    """Of names, in each record."""
    nickname: float = 0.12
    """Of names that have a short form, in each record."""
    plain: float = 0.3
    """Of names with accents, written without."""
    family_first: float = 0.05
    """Of the placements file's names."""
    married: float = 0.04
    """Of people, who take another family name at some time."""
    told_of_marriage: float = 0.6
    """Of them, who tell the agency."""
    household: float = 0.003
    """Of people, who share a partner's mailbox."""
    # what a record lacks
    no_email: float = 0.04
    email_typo: float = 0.01
    other_email: float = 0.05
    no_profile: float = 0.04
    """Of the ATS's records, without the address of the LinkedIn profile, where there is one."""
    wrong_profile: float = 0.0005
    """Of the ATS's records, with somebody else's."""
    no_phone: float = 0.2
    # what the ATS does
    twice: float = 0.05
    """Of Greenhouse's candidates, entered once more by another application."""
    merged: float = 0.85
    """Of those, the share that somebody merges in Greenhouse."""
    twice_in_file: float = 0.005
    """Of the placements file's people, under another id from their second placement on."""
    repeated: float = 0.03
    """Of web hooks, sent again."""
    late: float = 0.03
    """Of web hooks, some hours late, so that others overtake them."""
    undone: float = 0.03
    """Of hires."""
    only_month: float = 0.02
    """Of the placements file's first days, of which only the month is told."""
    postponed: float = 0.1
    """Of first days, moved once."""
    # LinkedIn
    connected: float = 0.75
    """Of people."""
    shows_email: float = 0.05
    left: float = 0.01
    new_address: float = 0.005
    """Of connections, who give their profile another address at some time."""
    # careers
    contract: float = 0.25
    extended: float = 0.4
    """Of contracts, each time one would end."""
    promoted: float = 0.4
    laid_off: float = 0.1
    moves: float = 0.4
    by_agency: float = 0.45
    """Of moves, brought about by the agency again."""
    both_systems: float = 0.3
    """Of people placed several times, whose first placement stands in the other ATS."""
    referred: float = 0.1

    def untidy(self, times: float = 4) -> "Habits":
        """What tells who is who goes wrong so many times as often."""
        worse = ("typo", "no_email", "email_typo", "other_email", "no_profile", "twice")
        return self._replace(**{habit: getattr(self, habit) * times for habit in worse})


TIDY = Habits()
