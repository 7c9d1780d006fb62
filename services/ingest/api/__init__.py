"""Ingest's HTTP API: web hooks, files, and how far files are read."""
