"""Telephone numbers as they are compared."""

import phonenumbers

LONGEST = 40


def number(text: str, country: str) -> str | None:
    """`+442079460958` for a telephone number however it is written (E.164); `None` for what can be none.

    `country` is where it rings when it is written without one, as two letters of ISO 3166.
    """
    if len(text) > LONGEST:
        return None
    try:
        found = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(found):
        return None
    return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.E164)
