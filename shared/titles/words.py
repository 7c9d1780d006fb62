"""A title as the words it is made of."""

import re
from unicodedata import combining, normalize

PAUSE = ","
LONGEST = 300
"""Signs of a title that are read; what is longer is a text and no title."""

_GENDERS = re.compile(
    r"[(\[]?\b[mwfdhxi](?:\s*[/|*]\s*[mwfdhxi]n?b?\b)+\*?[)\]]?|\(\s*(?:all genders?|gn|div)\s*\)"
)
"""(m/w/d), H/F and their like."""
_ENDINGS = re.compile(r"(?<=\w)(?:[*:_·•]|/-?|\(-?)(?:innen|in|trice|euse|rice|ice|se|ne|e|a|o|r)\b\)?")
"""What makes a word a woman's or everybody's: Entwickler:in, développeur·euse, director/a."""
_INITIALS = re.compile(r"\b(?:\w\.){2,}")
_APART = re.compile(r"[|•·●▪■◆★☆►▶→»«;\n\r+\u2600-\u27bf\U0001f000-\U0001faff]| / ")
_WORDS = re.compile(r"[^\W_]+|[,:()\[\]@&]|(?<=\s)[-\u2013\u2014](?=\s)")
_READ_AS = {"@": "@", "&": "and", "und": "and", "et": "and", "y": "and", "en": "and"}


def parts(title: str) -> list[tuple[str, ...]]:
    """The roles that a title names beside each other, each as its words, with `PAUSE` where one breathes."""
    text = _plain(title)[:LONGEST]
    text = _ENDINGS.sub("", _GENDERS.sub(" ", text))
    text = _INITIALS.sub(lambda found: found[0].replace(".", ""), text)
    return [words for part in _APART.split(text) if (words := _words(part))]


def spellings(phrase: str) -> set[tuple[str, ...]]:
    """The ways in which a phrase of the dictionary may stand in a title."""
    spelt = {phrase, phrase.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")}
    return {_words(_plain(one)) for one in spelt}


def _plain(text: str) -> str:
    # Upper case first: some signs that differ in lower case have one capital, and case is to say nothing.
    text = text.strip().upper().casefold()
    if text.isascii():
        return text
    return "".join(sign for sign in normalize("NFKD", text) if not combining(sign)).casefold()


def _words(text: str) -> tuple[str, ...]:
    found = _WORDS.findall(text)
    return tuple(_READ_AS.get(word, word) if word.isalnum() or word in "@&" else PAUSE for word in found)
