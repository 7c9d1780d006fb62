"""The feeds, one file each; a file that holds a `FEED` is enough to add one."""

from importlib import import_module
from pkgutil import iter_modules

from services.ingest.reading import Feed

FEEDS: dict[str, Feed] = {
    feed.name: feed
    for module in iter_modules(__path__)
    if not module.name.startswith("_")
    for feed in (import_module(f"{__name__}.{module.name}").FEED,)
}
"""By name, in alphabetical order."""
