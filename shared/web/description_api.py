"""What the API's description says of every endpoint: how a token is sent, and what a problem looks like."""

from typing import Any

from fastapi import FastAPI

from shared.web.problem_kinds_api import PAGES, address, kinds

Json = dict[str, Any]
TOKEN = {"type": "http", "scheme": "bearer", "description": "A token of `afterhire tokens create`."}
TEXT: Json = {"type": "string"}
PROBLEM: Json = {
    "title": "Problem",
    "description": f"An RFC 9457 problem. What each type means stands at `{PAGES}`.",
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "enum": [address(name) for name in kinds()]},
        "title": TEXT,
        "status": {"type": "integer"},
        "detail": TEXT,
        "field": TEXT | {"description": "What it is about, where that is one field."},
        "row": {"type": "integer", "description": "The row of a file, counted from 1."},
        "holder": TEXT | {"description": "Of a task somebody else has: who."},
        "until": TEXT | {"description": "And how long."},
        "import": TEXT | {"description": "The import that keeps a file that was refused."},
        "errors": {
            "description": "Of a request that does not have the expected form.",
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "reason"],
                "properties": {"field": TEXT, "reason": TEXT},
            },
        },
    },
}
REPLACED = ("HTTPValidationError", "ValidationError")
"""The framework's own, which is not what is answered."""
UNFIT = "invalid-request"
EXAMPLES = {
    "422": (UNFIT, {"errors": [{"field": "limit", "reason": "expected a number"}]}),
    "4XX": ("not-found", {}),
    "5XX": ("unavailable", {}),
}


def install(app: FastAPI) -> None:
    """Have the app's description say so; where no token is needed, none is."""
    plain = app.openapi

    def described() -> Json:
        document = plain()
        components = document.setdefault("components", {})
        components["securitySchemes"] = {"token": TOKEN}
        document["security"] = [{"token": []}, {}]
        schemas = {**components.get("schemas", {}), "Problem": PROBLEM}
        components["schemas"] = {name: each for name, each in schemas.items() if name not in REPLACED}
        for methods in document["paths"].values():
            for operation in methods.values():
                _tell_problems(operation["responses"])
        for methods in document.get("webhooks", {}).values():
            for operation in methods.values():
                operation["responses"].pop("422", None)  # what others answer is theirs
        return document

    app.openapi = described  # type: ignore[method-assign]  # as FastAPI's own documents do


def _tell_problems(responses: Json) -> None:
    for status, (name, extras) in EXAMPLES.items():
        if status != "422" or status in responses:
            responses[status] = _problem(name, extras)


def _problem(name: str, extras: Json) -> Json:
    kind = kinds()[name]
    example = {"type": address(name), "title": kind.title, "status": kind.status, "detail": kind.meaning}
    content = {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example | extras}
    return {"description": kind.title, "content": {"application/problem+json": content}}
