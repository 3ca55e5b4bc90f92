"""The engine: incidents, schools, interchanges and streets in; hotspots, routes and a briefing out."""
