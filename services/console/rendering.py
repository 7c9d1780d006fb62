"""Pages from templates: escaped, under a strict policy, with nothing from elsewhere."""

from collections.abc import Mapping
from datetime import date

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from services.console import assets, words
from services.console.who import back_to, session_of

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
    " base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_templates = Environment(
    loader=PackageLoader("services.console"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.globals["asset"] = assets.address
_templates.filters.update(
    {
        name: getattr(words, name)
        for name in ("day", "feed", "many", "moment", "plain", "sentence", "since", "window")
    }
)


def page(
    request: Request, name: str, status: int = 200, /, *, today: date | None = None, **parts: object
) -> HTMLResponse:
    """A whole page; the layout shows who is looking and where they are."""
    session = session_of(request)
    shared: Mapping[str, object] = {
        "me": session.recruiter if session else None,
        "can": session.can if session else lambda _scope: False,
        "here": request.url.path,
        "back": back_to(request),
        "today": today or date.min,
        "said": request.query_params.get("said"),
    }
    html = _templates.get_template(f"{name}.html.j2").render({**shared, **parts})
    headers = {
        "Content-Security-Policy": POLICY,
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
    }
    return HTMLResponse(html, status, headers)
