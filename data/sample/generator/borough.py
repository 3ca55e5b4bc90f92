"""The whole sample, from one seed to the files of a workspace."""

from pathlib import Path
from typing import Final

import numpy as np
from shapely.geometry import Point

from generator import drawing, planted
from generator.dirt import COLUMNS, written
from generator.incidents import Scene, decoy_spots, simulate
from generator.places import (
    Interchange,
    School,
    set_bases,
    set_interchanges,
    set_schools,
)
from generator.tables import BELL_COLUMNS, TERM_COLUMNS, bell_rows, term_rows
from generator.town import Town, build_town
from generator.wards import set_wards
from generator.write import national_grid, write_features, write_frame, write_json, write_rows

SEED: Final = 7
NAME: Final = "Saltmarsh (SIMULATED)"
_FILES: Final = {
    "incidents": "incidents.csv",
    "schools": "schools.csv",
    "gates": "gates.csv",
    "interchanges": "interchanges.csv",
    "streets": "streets.geojson",
    "areas": "wards.geojson",
    "basemap": "basemap.geojson",
    "terms": "terms.csv",
    "bells": "bells.csv",
}


def write_sample(folder: Path, seed: int = SEED) -> dict[str, int]:
    """Make the borough and write its files.

    Parameters
    ----------
    folder : Path
        Must exist; files of the same names are overwritten.

    Returns
    -------
    dict
        Name and size in bytes of each file.
    """
    streams = np.random.default_rng(seed).spawn(7)
    town = build_town(streams[0])
    schools = set_schools(town, streams[1])
    interchanges = set_interchanges(town, streams[2])
    _write_town(folder, town)
    _write_places(folder, schools, interchanges)
    write_rows(folder / "terms.csv", TERM_COLUMNS, term_rows(schools, streams[3]))
    write_rows(folder / "bells.csv", BELL_COLUMNS, bell_rows(schools, streams[4]))
    places = planted.plant(town, schools, interchanges)
    scene = Scene.of(town, schools, interchanges, places)
    rows, faults = written(simulate(scene, streams[5]), streams[6])
    write_frame(folder / "incidents.csv", rows[list(COLUMNS)])
    write_json(folder / "truth.json", _truth(scene, len(rows), faults, seed))
    _write_settings(folder, set_bases(town))
    names = [*_FILES.values(), "truth.json", "afterbell.toml"]
    return {name: (folder / name).stat().st_size for name in names}


def _write_town(folder: Path, town: Town) -> None:
    write_features(
        folder / "streets.geojson",
        (
            ({"street_id": f"SMS{k + 1:05d}", "name": edge.name, "kind": edge.kind}, edge.line)
            for k, edge in enumerate(town.streets)
        ),
    )
    write_features(
        folder / "wards.geojson",
        (
            ({"ward_code": f"S99W{k + 1:02d}", "name": name}, shape)
            for k, (name, shape) in enumerate(set_wards(town).items())
        ),
    )
    ground = town.ground
    parks = {name: park.difference(ground.pond) for name, park in town.parks.items()}
    water = {"Saltmarsh Bay": ground.sea, "River Brine": ground.river, drawing.POND[0]: ground.pond}
    write_features(
        folder / "basemap.geojson",
        [
            ({"kind": kind, "name": name}, shape)
            for kind, shapes in (("water", water), ("park", parks), ("rail", ground.rails))
            for name, shape in shapes.items()
        ],
    )


def _write_places(folder: Path, schools: list[School], interchanges: list[Interchange]) -> None:
    write_rows(
        folder / "schools.csv",
        ("urn", "name", "phase", "pupils", "has_named_contact", "easting", "northing"),
        (
            (
                s.urn,
                s.name,
                s.phase,
                "" if s.pupils is None else str(s.pupils),
                str(s.has_named_contact).lower(),
                *national_grid(s.point),
            )
            for s in schools
        ),
    )
    write_rows(
        folder / "gates.csv",
        ("urn", "gate", "easting", "northing"),
        ((s.urn, label, *national_grid(spot)) for s in schools for label, spot in s.gates),
    )
    write_rows(
        folder / "interchanges.csv",
        ("interchange_id", "name", "kind", "modes", "easting", "northing"),
        (
            (i.interchange_id, i.name, i.kind, i.modes, *national_grid(i.point))
            for i in interchanges
        ),
    )


def _write_settings(folder: Path, bases: list[tuple[str, Point]]) -> None:
    lines = [
        "# A borough that does not exist, in open sea. Every row in this folder is SIMULATED.",
        f'name = "{NAME}"',
        "simulated = true",
        'crs = "EPSG:27700"',
        'timezone = "Europe/London"',
        'window = "15:00-18:00"',
        'marking = "OFFICIAL-SENSITIVE"',
        f"data_as_at = {planted.LAST}",
        "",
        "[files]",
        *(f'{layer} = "{file}"' for layer, file in _FILES.items()),
    ]
    for name, spot in bases:
        easting, northing = national_grid(spot)
        lines += [
            "",
            "[[bases]]",
            f'name = "{name}"',
            f"easting = {easting}",
            f"northing = {northing}",
        ]
    (folder / "afterbell.toml").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def _truth(scene: Scene, rows: int, faults: dict[str, list[int]], seed: int) -> dict[str, object]:
    return {
        "about": "The planted truth of the SIMULATED sample. Only tests read this file.",
        "seed": seed,
        "rows": rows,
        "hotspots": [
            {
                "label": place.label,
                "easting": round(place.centre.x + drawing.ORIGIN[0], 1),
                "northing": round(place.centre.y + drawing.ORIGIN[1], 1),
                "radius_m": place.radius_m,
                "incidents_per_school_day_window": place.strength,
                "peak": f"{place.peak_min // 60:02d}:{place.peak_min % 60:02d}",
                "active_from": str(place.active_from),
                "active_to": str(place.active_to),
            }
            for place in scene.planted
        ],
        "police_generated_spots": [
            {
                "easting": round(spot.x + drawing.ORIGIN[0], 1),
                "northing": round(spot.y + drawing.ORIGIN[1], 1),
            }
            for spot in decoy_spots(scene)
        ],
        "dirt": {kind: {"count": len(lines), "lines": lines} for kind, lines in faults.items()},
    }
