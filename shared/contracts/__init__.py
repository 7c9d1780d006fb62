"""What other programs may rely on, as documents: JSON Schemas of the events, AsyncAPI of the topics."""
