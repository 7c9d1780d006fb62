"""What was said at first hand: told by a recruiter or a tool, not by a feed."""
