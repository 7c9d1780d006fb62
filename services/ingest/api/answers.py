"""What senders are told."""

from typing import Self

from pydantic import BaseModel, Field

from services.ingest.progress import Progress
from services.ingest.rowstore import Outcome, State

WORDS = {State.WAITING: "quarantined", State.READ: "stored"}
"""Where a sender is told another word than the state's own."""


class ProblemAnswer(BaseModel):
    """What was wrong."""

    reason: str
    field: str | None = Field(description="The path of the field in a payload, or the file's column.")
    row: int | None = Field(description="As a person counts the file's rows, headings included.")
    file: str | None = Field(default=None, description="Of an archive: the file in it.")


class WebhookAnswer(BaseModel):
    """What became of a web hook."""

    receipt: str
    outcome: str = Field(
        description="`new`; `known`: it said nothing new; `quarantined`: kept whole, to be tried again; "
        "`ignored`: about somebody of whom no feed has told, and not kept; "
        "`erased`: about somebody forgotten; `discarded`: an operator gave it up.",
        examples=["new"],
    )
    version: str | None = Field(description="Give it as `min_version` to see what this web hook changed.")
    problem: ProblemAnswer | None

    @classmethod
    def of(cls, receipt: str, outcome: Outcome) -> Self:
        """The answer to a web hook."""
        reason = outcome.reason
        problem = ProblemAnswer(reason=reason, field=outcome.field, row=None) if reason else None
        word = WORDS.get(outcome.state, str(outcome.state))
        return cls(receipt=receipt, outcome=word, version=outcome.version, problem=problem)


class UploadAnswer(BaseModel):
    """A file that is being read."""

    import_: str = Field(serialization_alias="import", description="Ask GET /v1/imports/{import} about it.")


class ImportAnswer(BaseModel):
    """How far a file is read."""

    import_: str = Field(serialization_alias="import")
    feed: str
    file: str
    state: str = Field(description="`reading`, `done`, or `failed`: nothing of it can be read.")
    read: int
    new: int
    known: int
    quarantined: int
    ignored: int = Field(
        description="Messages with people of whom no feed has told: nothing of them is kept, and nobody is "
        "made of them. Send the file again once they are known."
    )
    problems: list[ProblemAnswer] = Field(description="The first of them.")
    unknown_columns: list[str] = Field(
        description="Headings that are no column of this feed: what stands under them was not read.",
        examples=[["start_date"]],
    )
    repeats: str | None = Field(description="The import that had the same content; this brought nothing new.")
    files: list["ImportAnswer"] = Field(
        description="Of an archive: each file in it that is read, an import of its own."
    )
    not_read: list[str] = Field(
        description="Of an archive: the files in it that are not understood.", examples=[["Invitations.csv"]]
    )

    @classmethod
    def of(cls, progress: Progress) -> Self:
        """The answer about an import."""
        said: dict[str, object] = {"import_": progress.id, "file": progress.name}
        said["problems"] = [ProblemAnswer(**one._asdict()) for one in progress.problems]
        said["files"] = [cls.of(one) for one in progress.files]
        return cls.model_validate(progress._asdict() | said)
