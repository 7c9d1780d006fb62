"""The headers that say on what terms a request is to be carried out."""

import re
from typing import Annotated

from fastapi import Depends, Header

from services.desk.terms import Terms
from shared.errors import UnreadableError
from shared.web import etags_api

_STRING = re.compile(r'"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"')
"""A string of RFC 9651, as the draft has the key; without quotes it is taken as it stands."""

Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        description="The same request with the same key is carried out once and answered the same, for two "
        "days. While the first is under way another one is answered with 409 `under-way`; another request "
        "with the same key with 422.",
        examples=['"8e03978e-40d5-43e8-bc93-6894a57f9324"'],
    ),
]
IfMatch = Annotated[
    list[str] | None,
    Header(
        alias="If-Match",
        description="The `etag` of the task as you saw it: if it is another by now, nothing is done and the "
        "answer is 412.",
        examples=['"3.1"'],
    ),
]


def _unquoted(key: Key = None) -> str | None:
    if key is None or not key.startswith('"'):
        return key
    found = _STRING.fullmatch(key)
    if found is None or not found[1]:
        raise UnreadableError("expected a key in quotes, found something else", field="Idempotency-Key")
    return re.sub(r"\\(.)", r"\1", found[1])


OnKey = Annotated[str | None, Depends(_unquoted)]
"""The key of a request that is about no one task."""


def _terms(key: OnKey, if_match: IfMatch = None) -> Terms:
    return Terms(key, etags_api.asked_for(if_match) if if_match else None)


OnTerms = Annotated[Terms, Depends(_terms)]
"""The terms of a request."""
