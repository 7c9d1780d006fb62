"""Titles read by our own dictionary: the field of work, the rank, and whether its holder hires people."""

from shared.titles.dictionary import FIELDS, VERSION
from shared.titles.read import UNKNOWN, Reading, promoted, read
from shared.titles.seniority import Seniority

__all__ = ["FIELDS", "UNKNOWN", "VERSION", "Reading", "Seniority", "promoted", "read"]
