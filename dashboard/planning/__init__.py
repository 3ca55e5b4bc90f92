"""One visitor's planning: their choices, a session for each day, and searches."""
