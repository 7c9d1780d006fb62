"""The desk: what recruiters do with tasks."""
