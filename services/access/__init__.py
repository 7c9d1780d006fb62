"""The access service: who may call the API."""
