"""Errors, each named for the reaction it asks for."""


class AfterhireError(Exception):
    """Base of every error this project raises on purpose."""


class UnreadableError(AfterhireError):
    """Park it: the record is malformed or makes no sense, and reading it again now would not help.

    `field` and `row` say where, when that is known (`row` counts from 1, as a person reads a file).
    """

    kind = "unreadable"
    """The kind of problem a caller is told of."""

    def __init__(self, reason: str, *, field: str | None = None, row: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.field = field
        self.row = row


class UnknownOutcomeError(UnreadableError):
    """Tell the caller: no task of this play ends like this."""

    kind = "unknown-outcome"


class UnavailableError(AfterhireError):
    """Wait and try again: a dependency is away."""


class MisconfiguredError(AfterhireError):
    """Stop with this one sentence: an operator has to change a setting."""


class FencedError(AfterhireError):
    """Drop what is held in memory: another worker owns the partition, or the lease, now."""


class RewindError(AfterhireError):
    """Drop what is held in memory and read again from the stored position: records are missing."""


class OperatorNeededError(AfterhireError):
    """Stop until an operator has decided: log and database contradict each other."""


class ErasedError(AfterhireError):
    """Leave it: the person has been erased and nothing about them may be written any more."""


class NotFoundError(AfterhireError):
    """Tell the caller: what they named does not exist."""


class ForbiddenError(AfterhireError):
    """Tell the caller: they may not do this, though others may."""


class ConflictError(AfterhireError):
    """Tell the caller: somebody else was first; `holder` says who, when that is known."""

    def __init__(self, reason: str, *, holder: str | None = None, until: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.holder = holder
        self.until = until


class ChangedError(AfterhireError):
    """Tell the caller: what they named is no longer as they saw it."""


class UnderWayError(AfterhireError):
    """Tell the caller to ask again: the same request is still being carried out."""
