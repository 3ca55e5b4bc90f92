"""What a page shows once its choice is made: maps, tables and words put side by side."""
