"""Names of the code as they read in a sentence."""


def as_words(name: str) -> str:
    """A play, a field of work or a question in words: `share_an_opportunity` is `share an opportunity`."""
    return name.replace("_", " ")
