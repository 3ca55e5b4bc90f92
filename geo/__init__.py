"""The engine: incidents, schools and streets in; hotspots, routes and a briefing out."""
