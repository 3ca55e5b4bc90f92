"""Text in any encoding brought to UTF-8, and the encoding that was taken."""

import codecs
import re
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
from charset_normalizer import from_bytes

from geo.errors import FileRefusedError

_USUAL: Final = "cp1252"
_OTHER_SCRIPTS: Final = (
    "cp1251", "koi8_r", "cp866", "cp1253", "cp1255", "cp1256", "cp874",
    "cp932", "euc_jp", "euc_kr", "gb18030", "big5",
)  # fmt: skip
#: Recognised by the letters of the smaller one, read as the larger one.
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
    _USUAL: _WEST,
    "mac_roman": _WEST,
    "cp850": _WEST,
    "cp1250": _CENTRE,
    "iso8859_2": _CENTRE,
    "cp1254": ("çğıİöşüâîû",),
    "cp1257": ("ąčęėįšųūž", "āčēģīķļņšūž", "äõöüšž"),
}
_PUNCTUATION: Final = "’‘“”–—…£€°·´«»ºª½©®§¡¿\xa0"
_INSIDE: Final = re.compile(r"(?<=[^\W\d_])[^\w\s!-~’‘´·\xad](?=[^\W\d_])")
_CAPITAL_INSIDE: Final = re.compile(r"(?<=[a-z])[^\W\d_!-~](?<=[À-ÖØ-ÞĄĆĘŁŃŚŹŻŒŠŽİ])")
_BESIDE_DIGITS: Final = re.compile(r"\d[^\W\d_!-~]|[^\W\d_!-~]\d")
#: õ is followed by e in Portuguese; elsewhere it is the ő of Hungarian.
_LONELY_TILDE: Final = re.compile(r"[õÕ](?![eE])")
_TILDES: Final = frozenset((_USUAL, "mac_roman", "cp850"))
_REGION_BYTES: Final = 2**25
_SAMPLE_BYTES: Final = 20_000
_FIELDS: Final = re.compile(rb"[,;\t|\r\n\"]+")
_OTHER_SCRIPT_SHARE: Final = 0.35
_LETTER_SHARE: Final = 0.6
_LEAST_BYTES: Final = 8
#: How much the others must be better than the usual one, for each byte beyond ASCII.
_HEAD_START: Final = 0.1


def _old_encoding(content: bytes) -> str:
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
    sample = _telling_fields(content)
    codes = np.frombuffer(sample, dtype=np.uint8)
    high = int((codes >= 0x80).sum())
    letters = int((((codes | 32) >= 97) & ((codes | 32) <= 122) & (codes < 0x80)).sum())
    if high >= _LEAST_BYTES and high > _OTHER_SCRIPT_SHARE * (high + letters):
        best = from_bytes(sample, cp_isolation=[*_OTHER_SCRIPTS, _USUAL], threshold=0.5).best()
        if best is not None and best.encoding != _USUAL and _is_writing(str(best)):
            return _LARGER.get(best.encoding, best.encoding)
    worth = {name: _worth(sample, name) / max(high, 1) for name in _AT_HOME}
    worth[_USUAL] += _HEAD_START
    return max(worth, key=lambda name: worth[name])


def _telling_fields(content: bytes) -> bytes:
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
    marks = sum(char in _PUNCTUATION for char in beyond)
    strangers = len(letters) - at_home
    if name in _TILDES:
        strangers += 2 * len(_LONELY_TILDE.findall(text))
    oddities = len(beyond) - len(letters) - marks
    oddities += sum(len(odd.findall(text)) for odd in (_INSIDE, _BESIDE_DIGITS, _CAPITAL_INSIDE))
    return at_home + marks - strangers - 2 * oddities


#: Longer marks first: that of UTF-32 begins like that of UTF-16.
_MARKS: Final = {
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
    b"\x84\x31\x95\x33": "gb18030",
}
#: Which of four bytes in a row are zero where the text is mostly ASCII.
_NUL_PATTERNS: Final = {
    (0, 1, 1, 1): "utf-32-le",
    (1, 1, 1, 0): "utf-32-be",
    (0, 1, 0, 1): "utf-16-le",
    (1, 0, 1, 0): "utf-16-be",
}
_OFTEN, _SELDOM = 0.2, 0.02
_DISPLAY_NAMES: Final = {
    "cp1252": "Windows-1252",
    "cp1250": "Windows-1250 (central Europe)",
    "cp1251": "Windows-1251 (Cyrillic)",
    "cp1253": "Windows-1253 (Greek)",
    "cp1254": "Windows-1254 (Turkish)",
    "cp1255": "Windows-1255 (Hebrew)",
    "cp1256": "Windows-1256 (Arabic)",
    "cp1257": "Windows-1257 (Baltic)",
    "cp874": "Windows-874 (Thai)",
    "cp932": "Shift-JIS",
    "cp949": "EUC-KR",
    "euc_jp": "EUC-JP",
    "iso8859_2": "ISO 8859-2 (central Europe)",
    "koi8_r": "KOI8-R",
    "mac_roman": "Mac Roman",
}
#: Codecs that Python counts among those of text, and that no file is written in.
_NO_FILE: Final = frozenset(
    ("idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "mbcs", "oem")
)
_HEAD_BYTES: Final = 2**16
_CHUNK_BYTES: Final = 2**24
#: How much of the first bytes may be control characters in a file that is text.
_CONTROL_SHARE: Final = 0.01
_TEXT_CONTROLS: Final = frozenset(b"\t\n\f\r")
#: Spaces, and the mark before each feature of a GeoJSON text sequence.
_BLANKS: Final = b" \t\r\n\x0b\x0c\x1e"
_DAMAGE: Final = "�"
#: Broken characters for each sound one, up to which a text is damaged UTF-8 and not another one.
_DAMAGED_SHARE: Final = 0.25


@dataclass(frozen=True)
class _Decoded:
    """A text as UTF-8 with plain newlines.

    Attributes
    ----------
    encoding : str
        Name of the Python codec that it came in.
    damaged : int
        Byte sequences that stand for no character there, each replaced by a sign.
    notices : tuple of str
        Sentences that the person should see.
    """

    text: bytes
    encoding: str = "utf-8"
    damaged: int = 0
    notices: tuple[str, ...] = ()


def decoded(content: bytes, file: str, encoding: str = "") -> _Decoded:
    """Bring a text to UTF-8 with plain newlines; costs next to nothing where it is that already.

    Parameters
    ----------
    content : bytes
        What the file holds.
    file : str
        Name of the file, for the sentence.
    encoding : str
        What the person says it is in; empty to tell it from the content.

    Raises
    ------
    FileRefusedError
        When the content is no text, or empty, or there is no such encoding.
    """
    declared = _declared(encoding, file) if encoding else ""
    name = declared or _unicode_of(content)
    if not name:
        _refuse_binary(content, file)
        name = "utf-8" if _is_utf8(content) else _without_mark(content)
    mark = next((m for m, named in _MARKS.items() if named == name and content.startswith(m)), b"")
    content = content.removeprefix(mark)
    text, damaged = (content, 0) if _is_plain(content, name) else _translated(content, name)
    _refuse_binary(text, file)
    return _Decoded(
        _with_plain_newlines(text),
        name,
        damaged,
        _notices(file, name, damaged, guessed=not declared),
    )


def _unicode_of(content: bytes) -> str:
    """Codec of a text with a byte order mark, or the NUL bytes of UTF-16 or UTF-32; or none."""
    marked = next((name for mark, name in _MARKS.items() if content.startswith(mark)), "")
    head = np.frombuffer(content[: min(len(content), _HEAD_BYTES) // 4 * 4], dtype=np.uint8)
    if marked or not len(head) or not (head == 0).any():
        return marked
    share = (head.reshape(-1, 4) == 0).mean(axis=0)
    for pattern, name in _NUL_PATTERNS.items():
        zeros = np.array(pattern, dtype=bool)
        if (share[zeros] > _OFTEN).all() and (share[~zeros] < _SELDOM).all():
            return name
    return ""


def head_text(content: bytes) -> bytes:
    """The first bytes of a text as something like ASCII, to tell its kind."""
    head = content[:_HEAD_BYTES]
    name = _unicode_of(head)
    text = head.decode(name, errors="ignore").encode() if name else head
    return text.removeprefix(codecs.BOM_UTF8).lstrip(_BLANKS)


def _declared(encoding: str, file: str) -> str:
    try:
        codec = codecs.lookup(encoding.strip())
    except (LookupError, ValueError):
        codec = None
    if codec is None or not codec._is_text_encoding or codec.name in _NO_FILE:  # noqa: SLF001 - there is no public name for it
        raise FileRefusedError(
            file,
            f"there is no encoding called {encoding[:40]}",
            "a name such as utf-8, windows-1252 or utf-16",
            "Leave it out to have it told from the content.",
        )
    return {"utf-8-sig": "utf-8"}.get(codec.name, codec.name)


def _is_utf8(content: bytes) -> bool:
    """Whether every byte is part of a UTF-8 character; without a copy."""
    if content.isascii():
        return True
    ends = pa.py_buffer(np.array([0, len(content)], dtype=np.int64))
    try:
        whole = pa.LargeStringArray.from_buffers(1, ends, pa.py_buffer(content))
        whole.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _is_plain(content: bytes, name: str) -> bool:
    return name in ("utf-8", "ascii") and _is_utf8(content)


def _with_plain_newlines(text: bytes) -> bytes:
    if b"\r" not in text:
        return text
    if text.count(b"\r") == text.count(b"\r\n"):
        return text.translate(None, b"\r")
    return text.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _without_mark(content: bytes) -> str:
    """Codec of a text that is no sound UTF-8: damaged UTF-8, or one of the old encodings."""
    cut_short = any(_is_utf8(content[:-lost]) for lost in (1, 2, 3) if lost < len(content))
    text = _telling_fields(content).decode("utf-8", errors="replace")
    broken = text.count(_DAMAGE)
    sound = sum(not char.isascii() for char in text) - broken
    damaged_only = 0 < broken <= _DAMAGED_SHARE * sound
    return "utf-8" if cut_short or damaged_only else _old_encoding(content)


def _translated(content: bytes, name: str) -> tuple[bytes, int]:
    """UTF-8 of a text, piece by piece, and the number of characters that it cannot be."""
    decoder = codecs.getincrementaldecoder(name)(errors="replace")
    parts, damaged = [], 0
    for start in range(0, len(content), _CHUNK_BYTES):
        chunk = content[start : start + _CHUNK_BYTES]
        piece = decoder.decode(chunk, final=start + _CHUNK_BYTES >= len(content))
        damaged += piece.count(_DAMAGE)
        parts.append(piece.encode("utf-8", errors="replace"))
    genuine = content.count(_DAMAGE.encode()) if name == "utf-8" else 0
    return b"".join(parts), max(damaged - genuine, 0)


def _notices(file: str, name: str, damaged: int, *, guessed: bool) -> tuple[str, ...]:
    notices = []
    if name not in ("utf-8", "ascii"):
        display = _DISPLAY_NAMES.get(name, name.upper().replace("_", "-"))
        doubt = "; if names look wrong, say its encoding" if guessed and name[:3] != "utf" else ""
        notices.append(f"{file} is no UTF-8 and was read as {display}{doubt}.")
    if damaged:
        what = "character was" if damaged == 1 else "characters were"
        notices.append(f"{damaged:,} damaged {what} replaced by {_DAMAGE} in {file}.")
    return tuple(notices)


def _refuse_binary(content: bytes, file: str) -> None:
    head = content[:_HEAD_BYTES]
    if not head.strip():
        raise FileRefusedError(
            file, "the file is empty", "a header row and data", "Export it again."
        )
    controls = sum(head.count(code) for code in range(32) if code not in _TEXT_CONTROLS)
    if controls > max(_CONTROL_SHARE * len(head), 2):
        raise FileRefusedError(
            file,
            "this is no text but binary content",
            "a CSV, GeoJSON or another data file",
            "Choose the data file itself.",
        )
