"""Where pupils walk when school is out: a flow for each piece of street and slice."""
