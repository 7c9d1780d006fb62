"""A made-up agency, written as its vendors would: it knows their formats, and nothing of who reads them."""
