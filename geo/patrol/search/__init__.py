"""The search: many good plans tried, the best kept. Knows arrays, and nothing of police or maps."""
