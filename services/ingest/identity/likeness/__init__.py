"""How alike two people are by what does not identify them. No I/O."""
