"""Who may call and what they may do: principals, their tokens, and how fast they may ask."""
