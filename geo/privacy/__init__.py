"""What is about a person: by header, by content, by cell.

Column names and values in; the columns and cells that must not be kept or quoted out.
"""

from geo.privacy.content import names_person, personal_content, personal_ids, scrubbed
from geo.privacy.headers import looks_like_data, personal_columns, quotable

__all__ = [
    "looks_like_data",
    "names_person",
    "personal_columns",
    "personal_content",
    "personal_ids",
    "quotable",
    "scrubbed",
]
