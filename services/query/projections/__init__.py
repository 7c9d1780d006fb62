"""One file per projection: its table, how a batch changes it, and how it forgets somebody."""
