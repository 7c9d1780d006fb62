"""Query: projections of the log, and the HTTP API that reads them."""
