"""Kinds of employment, as agencies word them."""


def employment(said: str | None) -> str:
    """`contract`, `permanent`, or `unknown` for any other words."""
    words = (said or "").lower()
    if any(word in words for word in ("contract", "temporary", "fixed", "freelance")):
        return "contract"
    return "permanent" if "permanent" in words else "unknown"
