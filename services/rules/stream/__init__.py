"""How facts reach the rules: batches from Kafka, one step at a time."""
