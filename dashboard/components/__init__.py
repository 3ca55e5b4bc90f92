"""dashboard.components."""
