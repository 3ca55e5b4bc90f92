"""What is worked out for the planning table: searches that can be watched and stopped.

A search shows its first plan at once and better ones as they come. What it ends with, or is stopped
with, is put into the best timetable for its orders; the request that is kept says these orders, so
that the plan can be made again wherever the search was stopped.
"""
