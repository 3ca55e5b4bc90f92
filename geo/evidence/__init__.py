"""What the ranking is worth: tests on unseen weeks, fairness, and what patrols changed."""
