"""Which encoding a text is in that is not Unicode, told by what its letters would be.

The kinds of letters decide first: where most of them are beyond ASCII, the script is not Latin and
charset-normalizer tells which. Latin encodings differ in a few letters only, which are weighed
here. Where little speaks for another one, it is Windows-1252, as in Britain and America.
"""

import re
from typing import Final

import numpy as np
from charset_normalizer import from_bytes

USUAL: Final = "cp1252"
_OTHER_SCRIPTS: Final = (
    "cp1251", "koi8_r", "cp866", "cp1253", "cp1255", "cp1256", "cp874",
    "cp932", "euc_jp", "euc_kr", "gb18030", "big5",
)  # fmt: skip
#: Told by the letters of the smaller one, read as the larger one.
_LARGER: Final = {"euc_kr": "cp949"}
_WEST: Final = (
    "áàâäãåæçéèêëíîïñóôöøõúûüœß",  # a list of names from many countries
    "àâæçéèêëîïôœùûüÿ", "áéíñóúüçàèòï", "ãáâàçéêíóôõú", "äöüß", "åäöæøé", "àèéìòù", "áðéíóúýþæö",
)  # fmt: skip
_CENTRE: Final = (
    "ąćęłńóśźż", "áčďéěíĺľňóôŕřšťúůýžä", "áéíóöőúüű", "čćđšž", "ăâîşţ",
)  # fmt: skip
#: Letters beyond ASCII of the languages that each encoding was made for.
_AT_HOME: Final = {
    USUAL: _WEST,
    "mac_roman": _WEST,
    "cp850": _WEST,
    "cp1250": _CENTRE,
    "iso8859_2": _CENTRE,
    "cp1254": ("çğıİöşüâîû",),
    "cp1257": ("ąčęėįšųūž", "āčēģīķļņšūž", "äõöüšž"),
}
_MARKS: Final = "’‘“”–—…£€°·´«»ºª½©®§¡¿\xa0"
_INSIDE: Final = re.compile(r"(?<=[^\W\d_])[^\w\s!-~’‘´·\xad](?=[^\W\d_])")
_CAPITAL_INSIDE: Final = re.compile(r"(?<=[a-z])[^\W\d_!-~](?<=[À-ÖØ-ÞĄĆĘŁŃŚŹŻŒŠŽİ])")
_BESIDE_DIGITS: Final = re.compile(r"\d[^\W\d_!-~]|[^\W\d_!-~]\d")
#: õ is followed by e in Portuguese; elsewhere it is the ő of Hungarian.
_LONELY_TILDE: Final = re.compile(r"[õÕ](?![eE])")
_TILDES: Final = frozenset((USUAL, "mac_roman", "cp850"))
_REGION_BYTES: Final = 2**25
_SAMPLE_BYTES: Final = 20_000
_FIELDS: Final = re.compile(rb"[,;\t|\r\n\"]+")
_OTHER_SCRIPT_SHARE: Final = 0.35
_LETTER_SHARE: Final = 0.6
_LEAST_BYTES: Final = 8
#: How much the others must be better than the usual one, for each byte beyond ASCII.
_HEAD_START: Final = 0.1


def old_encoding(content: bytes) -> str:
    """Tell the encoding of a text that is not Unicode.

    Parameters
    ----------
    content : bytes
        At least one byte is beyond ASCII.

    Returns
    -------
    str
        Name of a Python codec.
    """
    sample = telling_fields(content)
    codes = np.frombuffer(sample, dtype=np.uint8)
    high = int((codes >= 0x80).sum())
    letters = int((((codes | 32) >= 97) & ((codes | 32) <= 122) & (codes < 0x80)).sum())
    if high >= _LEAST_BYTES and high > _OTHER_SCRIPT_SHARE * (high + letters):
        best = from_bytes(sample, cp_isolation=[*_OTHER_SCRIPTS, USUAL], threshold=0.5).best()
        if best is not None and best.encoding != USUAL and _is_writing(str(best)):
            return _LARGER.get(best.encoding, best.encoding)
    worth = {name: _worth(sample, name) / max(high, 1) for name in _AT_HOME}
    worth[USUAL] += _HEAD_START
    return max(worth, key=lambda name: worth[name])


def telling_fields(content: bytes) -> bytes:
    """The fields with bytes beyond ASCII, each once, up to what is enough to tell."""
    first = re.search(rb"[\x80-\xff]", content)
    start = content.rfind(b"\n", 0, first.start()) + 1 if first else 0
    region = content[start : start + _REGION_BYTES]
    codes = np.frombuffer(region, dtype=np.uint8)
    ends = np.append(np.flatnonzero(codes == ord("\n")), len(region))
    lines = np.searchsorted(ends, np.flatnonzero(codes >= 0x80))
    lines = lines[np.diff(lines, prepend=-1) > 0]
    starts = np.append(0, ends[:-1] + 1)
    lines = lines[np.linspace(0, len(lines) - 1, min(len(lines), 2_000), dtype=np.int64)]
    text = b"\n".join(region[starts[n] : ends[n]] for n in lines)
    fields = [field for field in dict.fromkeys(_FIELDS.split(text)) if not field.isascii()]
    return b"\n".join(fields)[:_SAMPLE_BYTES]


def _is_writing(text: str) -> bool:
    """Whether what is beyond ASCII is mostly letters, and no row of signs."""
    beyond = [char for char in text if not char.isascii()]
    return sum(char.isalnum() for char in beyond) > _LETTER_SHARE * len(beyond)


def _worth(sample: bytes, name: str) -> float:
    """How well a Latin encoding explains a sample: letters at home, less what is odd."""
    text = sample.decode(name, errors="replace")
    beyond = [char for char in text if not char.isascii()]
    letters = [char for char in beyond if char.isalpha()]
    at_home = max(
        sum(char in home or char.lower() in home for char in letters) for home in _AT_HOME[name]
    )
    marks = sum(char in _MARKS for char in beyond)
    strangers = len(letters) - at_home
    if name in _TILDES:
        strangers += 2 * len(_LONELY_TILDE.findall(text))
    oddities = len(beyond) - len(letters) - marks
    oddities += sum(len(odd.findall(text)) for odd in (_INSIDE, _BESIDE_DIGITS, _CAPITAL_INSIDE))
    return at_home + marks - strangers - 2 * oddities
