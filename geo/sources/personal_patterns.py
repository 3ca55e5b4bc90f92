"""What personal data looks like in a cell, as patterns of RE2 (which looks neither back nor ahead).

Each is written to let the codes, times and places of real extracts through: crime references,
national stop codes, hundred blocks, legislation.
"""

from typing import Final

_BREAK = r"($|[^\d])"

EMAIL: Final = r"[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+"
#: With a country code; British with a space after the area code; British mobile; American.
PHONE: Final = "|".join(
    (
        rf"(^|[^\d])\+\d{{1,3}}[ ().-]*\d([ ().-]*\d){{7,12}}{_BREAK}",
        (
            r"(^|[^\d.])\(?0(1\d{2,4}|2\d|3\d{2}|7\d{3}|8\d{2})\)?[ -]+\d{3,4}[ -]*\d{3,4}"
            rf"{_BREAK}"
        ),
        rf"(^|[^\d.])07[1-9]\d{{8}}{_BREAK}",
        r"(^|[^\d.-])\(?[2-9]\d{2}(\) ?|[ .-])[2-9]\d{2}[ .-]\d{4}($|[^\d-])",
        r"(^|[^\d.-])1[ .-]?\(?[2-9]\d{2}(\) ?|[ .-])[2-9]\d{2}[ .-]\d{4}($|[^\d-])",
    )
)
MOBILE: Final = r"^(\+44 ?|0)7[1-9]\d{8}$"
#: Digits alone: only a column full of them is one of phone numbers.
BARE_PHONE: Final = r"^(0[1-3]\d{9}|1?[2-9]\d{2}[2-9]\d{6})$"
#: A number that begins with a year is a reference.
YEAR_FIRST: Final = r"^(19|20)\d{2}"
NATIONAL_INSURANCE: Final = (
    r"(?i)(^|[^A-Z0-9])[ABCEGHJ-PRSTW-Z][ABCEGHJ-NPRSTW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]($|[^A-Z0-9])"
)
SOCIAL_SECURITY: Final = r"(^|[^\d-])\d{3}-\d{2}-\d{4}($|[^\d-])"
PLATE: Final = r"(?i)^[A-Z]{2}\d{2} ?[A-Z]{3}$"

_STREET_ENDS = (
    "street|st|road|rd|avenue|ave|av|lane|ln|drive|dr|close|crescent|cres|way|court|ct|place|pl|"
    "gardens|gdns|grove|terrace|terr|ter|square|sq|hill|walk|mews|row|rise|park|view|green|boulevard|"
    "blvd|parkway|pkwy|circle|cir|trail|trl|cove|cv|calle|avenida"
)
#: A house number and a street, or a flat.
ADDRESS: Final = (
    rf"(?i)(^|[ ,])\d+[a-z]?,? +([nsew]\.? +)?[a-z][a-z'. -]*\b({_STREET_ENDS})\b"
    r"|(?i)^(flat|apartment|apt|unit) *[a-z]?\d+"
)
_POSTCODE = r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}"
HOME: Final = rf"(?i)^(flat [a-z\d]+,? *)?\d+[a-z]?,? .*{_POSTCODE}$"
#: A hundred block, or a junction: nobody's home.
BLOCK: Final = r"(?i)\bblock\b|\bblk\b|^\d*x+\b|^0*\d*00 |[/&@]|\band\b|\bnear\b|\bat\b|^0 "

_SAID = (
    "was|were|had|has been|have been|he|she|they|his|her|him|them|stated|states|said|says|told|"
    "asked|approached|victim|suspect|informant|complainant|reports|reported that|i|my|we"
)
#: At least eight words, two of them of somebody telling what happened.
TOLD: Final = r"(?s)^(\S+\s+){7}\S.*$"
TELLING: Final = rf"(?is)\b({_SAID})\b.*\b({_SAID})\b"
SENTENCES: Final = r"(?s)\w{2,}[.!?]\s+[A-Z]\w*\s+\w"

DATE: Final = (
    r"^(\d{4}-\d{2}-\d{2}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{1,2}[ -][A-Za-z]{3,9}[ -]\d{4})"
    r"([T ]0?0:00(:00(\.0+)?)?(Z|\+00:00)?)?$"
)
TITLED: Final = (
    r"^(Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Rev|Sir|Dame|PC|WPC|DC|DS|DI|PS|Sgt|Insp|PCSO|Cllr|Officer|Ofc|"
    r"Det|Lt)\.? \pL[\pL'’-]+( \pL[\pL'’-]+)?$"
)
#: The shape of a person's name: one to four words, at most one comma, no digits.
NAME_SHAPE: Final = r"^\pL[\pL'’.-]*(,? \pL[\pL'’.-]*){0,3}$"
