"""Bell times and term dates: read from text or a file, row by row, as people write them."""

from dataclasses import replace
from pathlib import Path
from typing import Final

import pandas as pd

from geo.errors import FileRefusedError
from geo.formats import RawTable, csv_bytes, restored
from geo.layers import open_table
from geo.model import LayerName, clock
from geo.text import counted, some_of
from geo.timetables._entries import (
    COLUMNS,
    FOR_GOOD,
    KINDS,
    TERM_COLUMNS,
    WEEKDAYS,
    canonical,
    read_clock_minutes,
    read_dates,
    read_minutes,
    read_weekdays,
)
from geo.timetables._kept_tables import (
    WHOLE_ROW,
    Fault,
    TableReading,
    TableWarning,
    read_table_text,
    refuse_faults,
    rows_of,
)

#: Kinds that may be one day, so that an empty end means the start.
_ONE_DAY: Final = ("inset", "closure", "bank_holiday")
_DATE: Final = "a date such as 2026-09-01 or 1 Sep 2026"
_SCOPES: Final = {"local authority": "la", "borough": "la", "area": "la", "school": "urn"}
_KIND_NAMES: Final = {
    "inset day": "inset", "training day": "inset", "closed": "closure", "half terms": "half_term",
    "half term": "half_term", "halfterm": "half_term", "bank holidays": "bank_holiday",
    "bank holiday": "bank_holiday", "public holiday": "bank_holiday",
}  # fmt: skip


def bells_from_text(frame: pd.DataFrame, schools: pd.DataFrame | None = None) -> TableReading:
    """Read bell times as people write them.

    Parameters
    ----------
    frame : DataFrame of str
        Columns urn, valid_from, weekday, finish_time and, if you like, valid_to, stagger_min and
        source; names such as Day or Finish do as well. Rows without any text are left out.
    schools : DataFrame, optional
        Columns urn and name. With them a school may be called by its name, and a URN that is not
        among them is warned of.

    Returns
    -------
    TableReading

    Raises
    ------
    FileRefusedError
        When a column is missing.

    Examples
    --------
    >>> import pandas as pd
    >>> typed = {"urn": ["100"], "from": ["1 Sep 2026"], "day": ["Mon-Fri"], "finish": ["3:10pm"]}
    >>> reading = bells_from_text(pd.DataFrame(typed))
    >>> reading.frame["weekday"].tolist(), reading.frame["finish_time"].iloc[0]
    (['Mon', 'Tue', 'Wed', 'Thu', 'Fri'], '15:10')
    """
    text, ignored = canonical(frame, "bells")
    faults = _Faults(text)
    typed = text.assign(urn=_urns(text["urn"], schools))
    begin, end = read_dates([text["valid_from"], text["valid_to"]])
    end = end.where(text["valid_to"] != "", FOR_GOOD)
    typed["finish_time"] = read_clock_minutes(text["finish_time"]).map(clock, na_action="ignore")
    typed["stagger_min"] = read_minutes(text["stagger_min"]).where(lambda n: n.le(120))
    typed["weekday"] = read_weekdays(text["weekday"])
    faults.note("urn", typed["urn"] == "", "the URN of a school")
    faults.note("valid_from", begin.isna(), _DATE)
    faults.note("valid_to", end.isna(), f"{_DATE}, or nothing where it holds for good")
    faults.note("valid_to", _before(end, begin), "a date on or after valid_from")
    faults.note("weekday", typed["weekday"].str.len() == 0, f"a weekday, {', '.join(WEEKDAYS)}")
    faults.note("finish_time", typed["finish_time"].isna(), "a time such as 15:10 or 3:10pm")
    faults.note("stagger_min", typed["stagger_min"].isna(), "a number of minutes from 0 to 120")
    good = typed.assign(valid_from=_iso(begin), valid_to=_iso(end.where(end != FOR_GOOD)))
    good = good[faults.none()].explode("weekday")
    good["weekday"] = good["weekday"].map(WEEKDAYS.__getitem__)
    good["stagger_min"] = good["stagger_min"].astype(int).astype(str)
    warnings = (_unknown(good, schools), _twice(good, ["urn", "weekday", "valid_from"]))
    return _reading("bells", good, faults, warnings, ignored)


def terms_from_text(frame: pd.DataFrame, schools: pd.DataFrame | None = None) -> TableReading:
    """Read term dates as people write them.

    Parameters
    ----------
    frame : DataFrame of str
        Columns scope (la or urn), scope_id, kind, start, end and, if you like, academic_year and
        source. An empty end means one day, except for terms and half terms.
    schools : DataFrame, optional
        Columns urn and name, as for `bells_from_text`.

    Returns
    -------
    TableReading

    Raises
    ------
    FileRefusedError
        When a column is missing.
    """
    text, ignored = canonical(frame, "terms")
    faults = _Faults(text)
    typed = text.assign(scope=text["scope"].str.lower().replace(_SCOPES), kind=_kinds(text["kind"]))
    school = typed["scope"] == "urn"
    typed["scope_id"] = text["scope_id"].where(~school, _urns(text["scope_id"], schools))
    begin, end = read_dates([text["start"], text["end"]])
    end = end.where((text["end"] != "") | ~typed["kind"].isin(_ONE_DAY), begin)
    faults.note("scope", ~typed["scope"].isin(["la", "urn"]), "la or urn")
    faults.note("scope_id", typed["scope_id"] == "", "the code of the authority or a URN")
    faults.note("kind", ~typed["kind"].isin(KINDS), f"one of {', '.join(KINDS)}")
    faults.note("start", begin.isna(), _DATE)
    faults.note("end", end.isna() & ~(begin.isna() & (text["end"] == "")), _DATE)
    faults.note("end", _before(end, begin), "a date on or after start")
    year = _years(text["academic_year"])
    typed["academic_year"] = year.where(year != "", begin.map(academic_year, na_action="ignore"))
    good = typed.assign(start=_iso(begin), end=_iso(end))[faults.none()]
    by_school = good.rename(columns={"scope_id": "urn"})[good["scope"] == "urn"]
    key = ["scope", "scope_id", "kind", "start"]
    return _reading(
        "terms", good, faults, (_unknown(by_school, schools), _twice(good, key)), ignored
    )


def read_bells(path: Path, content: bytes | None = None) -> pd.DataFrame:
    """Read bell times.

    Parameters
    ----------
    path : Path
        CSV with columns urn, valid_from, valid_to (empty: for good), weekday (Mon to Fri),
        finish_time (HH:MM), stagger_min and, if you like, source.
    content : bytes, optional
        What is in the file, where it has been read already.

    Returns
    -------
    DataFrame
        Columns urn, valid_from, valid_to (dates), weekday (0 is Monday), finish_min (minutes after
        midnight), stagger_min and source.

    Raises
    ------
    FileRefusedError
        Naming every line that is wrong, at once.
    """
    return typed_bells(_whole(path, "bells", content).frame)


def read_terms(path: Path, content: bytes | None = None) -> pd.DataFrame:
    """Read term dates.

    Parameters
    ----------
    path : Path
        CSV with columns scope (la or urn), scope_id, academic_year, kind, start, end and source.
    content : bytes, optional
        What is in the file, where it has been read already.

    Returns
    -------
    DataFrame
        The same columns; start and end as dates, the last day included.

    Raises
    ------
    FileRefusedError
        Naming every line that is wrong, at once.
    """
    return typed_terms(_whole(path, "terms", content).frame)


def read_table_file(path: Path, name: str, schools: pd.DataFrame | None = None) -> TableReading:
    """Read a file row by row: what can be used is used, and every other row says why not.

    Parameters
    ----------
    path : Path
        A CSV in any encoding or with any separator, or another table that `read_layer` opens.
    name : str
        "bells" or "terms".
    schools : DataFrame, optional
        Columns urn and name, as for `bells_from_text`.

    Returns
    -------
    TableReading
        Its rows are lines of the file.

    Raises
    ------
    FileRefusedError
        When it is no table, or a column is missing.
    """
    raw = open_table(path, LayerName.SCHOOLS)
    read = bells_from_text if name == "bells" else terms_from_text
    return _by_line(read(raw.frame.apply(restored), schools), raw)


def typed_bells(frame: pd.DataFrame) -> pd.DataFrame:
    """Bell times as `read_bells` returns them, from the text of a `TableReading`.

    Parameters
    ----------
    frame : DataFrame of str
        The accepted rows: `TableReading.frame`.
    """
    begin, end = read_dates([frame["valid_from"], frame["valid_to"]])
    typed = frame.assign(
        valid_from=begin,
        valid_to=end.where(end.notna(), FOR_GOOD),
        weekday=frame["weekday"].map(WEEKDAYS.index).astype(int),
        finish_min=read_clock_minutes(frame["finish_time"]).astype(int),
        stagger_min=frame["stagger_min"].astype(int),
    )
    columns = ["urn", "valid_from", "valid_to", "weekday", "finish_min", "stagger_min", "source"]
    return typed[columns].reset_index(drop=True)


def typed_terms(frame: pd.DataFrame) -> pd.DataFrame:
    """Term dates as `read_terms` returns them, from the text of a `TableReading`.

    Parameters
    ----------
    frame : DataFrame of str
        The accepted rows: `TableReading.frame`.
    """
    start, end = read_dates([frame["start"], frame["end"]])
    return frame.assign(start=start, end=end).reset_index(drop=True)


def no_bells() -> pd.DataFrame:
    """Give an empty table of bells: nobody is known to let out."""
    columns = ["urn", "valid_from", "valid_to", "weekday", "finish_min", "stagger_min"]
    return pd.DataFrame(columns=columns, dtype=object)


def no_terms() -> pd.DataFrame:
    """Give an empty table of term dates: school days are then unknown."""
    return pd.DataFrame(columns=[*TERM_COLUMNS], dtype=object)


def table_csv(frame: pd.DataFrame) -> bytes:
    """A table as CSV in its canonical columns, with nothing that a spreadsheet would run.

    Parameters
    ----------
    frame : DataFrame of str
        Bell times or term dates, as a `TableReading` holds them.
    """
    name = "bells" if "finish_time" in frame.columns else "terms"
    return csv_bytes(frame[[*COLUMNS[name]]])


def academic_year(date: object) -> str:
    """``2026/27``, the school year of a date: it begins on 1 August.

    Parameters
    ----------
    date : date
        Any.
    """
    year, month = (int(part) for part in f"{date:%Y-%m}".split("-"))
    first = year if month >= 8 else year - 1
    return f"{first}/{(first + 1) % 100:02d}"


class _Faults:
    """Faults of the cells of one table, the first of each cell."""

    def __init__(self, text: pd.DataFrame) -> None:
        self.text, self.by_cell = text, dict[tuple[int, str], Fault]()

    def note(self, column: str, which: pd.Series, expected: str) -> None:
        for row, came in self.text.loc[which.astype(bool), column].items():
            self.by_cell.setdefault(
                (int(str(row)), column), Fault(int(str(row)), column, came, expected)
            )

    def rejects(self, ordered: tuple[Fault, ...]) -> pd.DataFrame:
        """The rows with a fault as they came, with all that is wrong with each."""
        reasons: dict[int, list[str]] = {}
        for fault in ordered:
            reasons.setdefault(fault.row, []).append(str(fault))
        rows = self.text.loc[[*reasons]].rename_axis(index="row")
        rows.insert(0, "reason", [". ".join(sentences) for sentences in reasons.values()])
        return rows

    def none(self) -> pd.Series:
        """Which rows have no fault."""
        wrong = {row for row, _ in self.by_cell}
        return pd.Series(~self.text.index.isin(wrong), index=self.text.index)


def _reading(
    name: str,
    good: pd.DataFrame,
    faults: _Faults,
    warnings: tuple[TableWarning | None, ...],
    ignored: tuple[str, ...],
) -> TableReading:
    ordered = tuple(fault for _, fault in sorted(faults.by_cell.items(), key=lambda kv: kv[0][0]))
    noted = tuple(warning for warning in warnings if warning)
    frame = good.astype(object).rename_axis(index="row")
    return TableReading(
        name, frame, ordered, noted, len(faults.text), faults.rejects(ordered), ignored
    )


def _urns(text: pd.Series, schools: pd.DataFrame | None) -> pd.Series:
    """URNs; a school's name, where only one school has it, becomes its URN."""
    urns = text.str.replace(r"^(\d+)\.0$", r"\1", regex=True)
    if schools is None:
        return urns
    names = schools.assign(name=schools["name"].str.casefold()).drop_duplicates("name", keep=False)
    known = dict(zip(names["name"], names["urn"], strict=True))
    return urns.where(urns.isin(schools["urn"]), urns.str.casefold().map(known).fillna(urns))


def _kinds(text: pd.Series) -> pd.Series:
    plain = text.str.lower().str.replace(r"[_-]+", " ", regex=True)
    return plain.replace(_KIND_NAMES).str.replace(" ", "_", regex=False)


def _years(text: pd.Series) -> pd.Series:
    """``2026/27`` from 2026-27, 2026/2027 and the like; other labels as they came."""
    return text.str.replace(r"^(\d{4})\s*[-–/]\s*(?:\d{2})?(\d{2})$", r"\1/\2", regex=True)


def _iso(days: pd.Series) -> pd.Series:
    return days.map(str, na_action="ignore").astype(object).where(days.notna(), "")


def _before(first: pd.Series, second: pd.Series) -> pd.Series:
    """Where both are dates and the first is the earlier one."""
    both = first.notna() & second.notna()
    return both & (first.where(both, FOR_GOOD) < second.where(both, FOR_GOOD))


def _unknown(good: pd.DataFrame, schools: pd.DataFrame | None) -> TableWarning | None:
    if schools is None or not len(schools):
        return None
    strange = good[~good["urn"].isin(schools["urn"])]
    if strange.empty:
        return None
    urns = [*dict.fromkeys(strange["urn"])]
    sentence = (
        f"{counted(len(urns), 'URN is', 'URNs are')} no school of this area: {some_of(urns)}."
    )
    mend = "Mend the URN, or bring in the school; until then the rows count for nobody."
    return TableWarning("unknown_school", sentence, mend, rows_of(strange))


def _twice(good: pd.DataFrame, key: list[str]) -> TableWarning | None:
    again = good[good.duplicated(key, keep=False)]
    if again.empty:
        return None
    sentence = (
        f"{counted(len(again), 'row')} say the same {' and '.join(key[-2:])} of a school twice."
    )
    return TableWarning("twice", sentence, "Keep one of each.", rows_of(again))


def _whole(path: Path, name: str, content: bytes | None) -> TableReading:
    """Read a file in which every row must stand."""
    frame = read_table_text(path, f"the columns {', '.join(COLUMNS[name])}", content)
    try:
        reading = bells_from_text(frame) if name == "bells" else terms_from_text(frame)
    except FileRefusedError as error:
        raise FileRefusedError(path.name, error.came, error.expected, error.mend) from error
    refuse_faults(reading, path.name)
    return reading


def _by_line(reading: TableReading, raw: RawTable) -> TableReading:
    """Number the rows by the lines of the file, and reject those that could not be taken apart."""
    line = dict(enumerate(int(at) for at in raw.line))
    torn = tuple(
        Fault(int(at), WHOLE_ROW, "", why)
        for at, why in zip(raw.damaged.line, raw.damaged.reason, strict=True)
    )
    lost = pd.DataFrame(
        {"reason": list(raw.damaged.reason)}, index=pd.Index([fault.row for fault in torn])
    )
    rejects = pd.concat([reading.rejects.rename(index=line), lost]).fillna("").sort_index()
    faults = [replace(fault, row=line[fault.row]) for fault in reading.faults]
    return replace(
        reading,
        frame=reading.frame.rename(index=line),
        faults=tuple(sorted([*faults, *torn], key=lambda fault: fault.row)),
        warnings=tuple(
            replace(warning, rows=tuple(line[row] for row in warning.rows))
            for warning in reading.warnings
        ),
        read=reading.read + len(torn),
        rejects=rejects.rename_axis(index="line"),
    )
