"""What is wrong with the data of an area, what that does to the maps, and what to do."""
