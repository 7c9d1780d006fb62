"""The log, in Kafka or in memory."""
