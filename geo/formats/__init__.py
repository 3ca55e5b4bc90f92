"""Any file opened as a raw table: a path in, text cells with their lines and shapes out.

CSV and other delimited text, workbooks, GeoJSON and other JSON, GraphML, GeoPackage, Shapefile and
GeoParquet, packed or not, in any common encoding; and CSV that is safe to open in a spreadsheet. A
reader here knows no column names but those that it is given (`HeaderRules`).
"""

from geo.formats._archive import Header, parts_of
from geo.formats._source import as_utf8
from geo.formats.opening import HeaderRules, open_file
from geo.formats.raw_table import (
    Bools,
    Damaged,
    Ints,
    RawTable,
    mended_rejects,
    numbers,
    over_distinct,
)
from geo.formats.safe_csv import csv_bytes, harmless_texts, restored

__all__ = [
    "Bools",
    "Damaged",
    "Header",
    "HeaderRules",
    "Ints",
    "RawTable",
    "as_utf8",
    "csv_bytes",
    "harmless_texts",
    "mended_rejects",
    "numbers",
    "open_file",
    "over_distinct",
    "parts_of",
    "restored",
]
