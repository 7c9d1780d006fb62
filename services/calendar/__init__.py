"""The calendar: time arriving as facts."""
