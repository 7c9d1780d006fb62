"""Web hooks that others are sent: what happens to tasks, to addresses that an agency gave."""
