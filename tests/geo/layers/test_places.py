import json

import pytest

from geo.errors import FileRefusedError
from geo.layers import read_layer
from geo.model import LayerName


@pytest.fixture
def read(tmp_path):
    def go(layer, text, name="in.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return read_layer(path, layer)

    return go


def geojson(*features):
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {"type": "Feature", "properties": p, "geometry": {"type": kind, "coordinates": c}}
                for p, kind, c in features
            ],
        }
    )


SQUARE = [[[-0.1, 51.5], [-0.1, 51.6], [0, 51.6], [0, 51.5], [-0.1, 51.5]]]
BOW = [[[-0.1, 51.5], [0, 51.6], [0, 51.5], [-0.1, 51.6], [-0.1, 51.5]]]


def test_schools_in_canonical_columns(read):
    reading = read(
        LayerName.SCHOOLS,
        "urn,name,phase,pupils,has_named_contact,longitude,latitude\n"
        "1,Park High,secondary,900,true,-0.1,51.5\n"
        "2,Infants,primary,,false,-0.11,51.5\n"
        "2,Infants and Juniors,primary,200,no,-0.11,51.5\n"
        "3,Wizards,magic,1,yes,-0.12,51.5\n",
    )
    assert reading.frame["name"].tolist() == ["Park High", "Infants and Juniors"]
    assert reading.frame["pupils"].tolist() == [900, 200]
    assert reading.frame["has_named_contact"].tolist() == [True, False]
    assert reading.rejects[["line", "reason"]].to_numpy().tolist() == [
        [3, "a later row has the same urn"],
        [5, "a phase that is not patrolled or not known"],
    ]


def test_schools_of_the_national_register(read):
    head = (
        "URN,EstablishmentName,TypeOfEstablishment (name),PhaseOfEducation (name),"
        "EstablishmentStatus (name),StatutoryLowAge,StatutoryHighAge,NumberOfPupils,"
        "HeadLastName,Easting,Northing\n"
    )
    reading = read(
        LayerName.SCHOOLS,
        head + "1,A,Community school,Secondary,Open,11,16,900,Doe,530000,180000\n"
        "2,B,Pupil referral unit,Not applicable,Open,11,16,40,Doe,530100,180000\n"
        "3,C,Independent school,Not applicable,Open,4,18,,Doe,530200,180000\n"
        "4,D,Academy,Secondary,Closed,11,16,900,Doe,530300,180000\n"
        "5,E,Local authority nursery school,Nursery,Open,2,5,60,Doe,530400,180000\n",
    )
    assert reading.frame["phase"].tolist() == ["secondary", "pupil referral", "all-through"]
    assert reading.rejects["reason"].tolist() == [
        "a closed school",
        "a phase that is not patrolled or not known",
    ]
    assert "Doe" not in reading.rejects.to_csv()


def test_schools_of_the_national_register_by_their_codes(read):
    head = (
        "URN,EstablishmentName,TypeOfEstablishment (code),PhaseOfEducation (code),"
        "EstablishmentStatus (code),Easting,Northing\n"
    )
    rows = [
        *("1,A,1,4,1", "2,B,14,0,1", "3,C,38,0,3", "4,D,42,0,1", "5,E,43,0,1", "6,F,11,7,1"),
        *("7,G,18,6,1", "8,H,1,4,2", "9,I,1,4,4", "10,J,15,1,1", "11,K,29,0,1"),
    ]
    reading = read(
        LayerName.SCHOOLS, head + "".join(f"{r},53{i:02d}00,180000\n" for i, r in enumerate(rows))
    )
    assert reading.frame["phase"].tolist() == [
        "secondary",
        *["pupil referral"] * 4,
        *("all-through", "16-plus"),
    ]
    assert reading.rejects["reason"].tolist() == [
        "a closed school",
        "a school that is not open yet",
        "a phase that is not patrolled or not known",
        "a phase that is not patrolled or not known",
    ]


@pytest.mark.parametrize(
    "kind",
    [
        "Pupil referral unit",
        "Free schools alternative provision",
        "Academy alternative provision converter",
        "Academy alternative provision sponsor led",
    ],
)
def test_pupil_referral_units_are_known_by_their_type(read, kind):
    reading = read(
        LayerName.SCHOOLS,
        "URN,EstablishmentName,TypeOfEstablishment (name),PhaseOfEducation (name),Easting,Northing"
        f"\n1,A,{kind},Not applicable,530000,180000\n",
    )
    assert reading.frame["phase"].tolist() == ["pupil referral"]


def test_gates_of_one_school_have_a_label_each(read):
    reading = read(
        LayerName.GATES,
        "urn,gate,longitude,latitude\n1,,-0.1,51.5\n1,,-0.101,51.5\n1,North gate,-0.1,51.501\n"
        ",Main gate,-0.1,51.5\n",
    )
    assert reading.frame["gate"].tolist() == ["Main gate", "Gate 2", "North gate"]
    assert reading.rejects["reason"].tolist() == ["no id"]


def test_interchanges_of_the_stop_register(read):
    reading = read(
        LayerName.INTERCHANGES,
        "ATCOCode,CommonName,Longitude,Latitude,StopType,Modification,Status\n"
        "910GX,X Rail Station,-0.1,51.5,RLY,new,active\n"
        "940GZZLUACT,Y Underground Station,-0.2,51.5,MET,new,active\n"
        "490G1,High Street,-0.101,51.5,BCT,new,act\n"
        "490G2,Old Stop,-0.101,51.5,BCT,del,inactive\n"
        "490G3,Airfield,-0.101,51.5,AIR,new,active\n"
        "490G4,Mill Lane,-0.15,51.5,BCT,new,active\n"
        "490G5,Gone,-0.101,51.5,BCT,del,act\n",
    )
    assert reading.accepted == 3
    assert reading.rejects["reason"].tolist() == [
        "a stop out of use",
        "a kind of interchange that is not known",
        "a bus stop that is part of no interchange",
        "a stop out of use",
    ]
    stations = reading.frame[reading.frame["kind"] == "rail"]
    assert stations["name"].tolist() == ["X Rail Station", "Y Underground Station"]


def test_stop_points_of_london_are_known_by_type_mode_and_hub(read):
    reading = read(
        LayerName.INTERCHANGES,
        "naptanId,commonName,stopType,modes,lat,lon,hubNaptanCode\n"
        "940GZZLUKSX,King's Cross,NaptanMetroStation,tube,51.53,-0.12,HUBKGX\n"
        '490G1,Station,NaptanPublicBusCoachTram,"[""bus""]",51.5301,-0.1201,HUBKGX\n'
        "940GZZCRWMB,Wimbledon,NaptanMetroStation,tram,51.42,-0.2,\n"
        "490G9,Bus Station,NaptanBusCoachStation,bus,51.4,-0.3,\n"
        "490G8,Lone Road,NaptanPublicBusCoachTram,bus,51.45,-0.25,\n",
    )
    kinds = dict(zip(reading.frame["name"], reading.frame["kind"], strict=True))
    assert kinds["King's Cross"] == "rail"
    assert kinds["Wimbledon"] == "tram"
    assert kinds["Bus Station"] == "bus station"
    assert reading.rejects["reason"].tolist() == ["a bus stop that is part of no interchange"]


def test_a_list_of_interchanges_keeps_every_row(read):
    reading = read(
        LayerName.INTERCHANGES,
        "interchange_id,name,kind,longitude,latitude\n1,High Street,bus stops,-0.1,51.5\n"
        "2,X,rail,-0.1001,51.5\n",
    )
    assert reading.frame["interchange_id"].tolist() == ["1", "2"]


def test_stations_without_an_id_get_one_that_stays(read):
    features = [
        ({"id": None, "name": n}, "Point", [x, 51.5]) for n, x in (("A", -0.1), ("B", -0.12))
    ]
    first = read(LayerName.INTERCHANGES, geojson(*features), "a.geojson")
    again = read(LayerName.INTERCHANGES, geojson(*features[::-1]), "b.geojson")
    assert first.frame["interchange_id"].is_unique
    assert sorted(first.frame["interchange_id"]) == sorted(again.frame["interchange_id"])


def test_streets_of_openstreetmap(read):
    line = [[-0.1, 51.5], [-0.11, 51.5]]
    kinds = ["primary", "footway", "residential", "motorway", None]
    features = [({"osm_id": "7", "highway": kind}, "LineString", line) for kind in kinds]
    reading = read(LayerName.STREETS, geojson(*features), "streets.geojson")
    assert reading.frame["kind"].tolist() == ["main", "path", "local"]
    assert reading.frame["street_id"].tolist() == ["7", "7-2", "7-3"]
    assert reading.rejects["reason"].tolist() == [
        "a motorway, which nobody walks",
        "no kind of street",
    ]


def test_streets_of_the_national_mapping_and_of_lists_of_values(read):
    line = [[-0.1, 51.5], [-0.11, 51.5]]
    functions = ["A Road", "Local Road", "Motorway", "Minor Road"]
    roads = [({"id": f, "road_function": f, "name_1": "X"}, "LineString", line) for f in functions]
    reading = read(LayerName.STREETS, geojson(*roads), "roads.geojson")
    assert reading.frame["kind"].tolist() == ["main", "local", "local"]
    listed = {"osmid": 1, "highway": "['primary', 'steps']", "name": "['Long Lane', 'Hill']"}
    reading = read(LayerName.STREETS, geojson((listed, "LineString", line)), "osm.geojson")
    assert reading.frame[["name", "kind"]].to_numpy().tolist() == [["Long Lane", "main"]]


def test_wards_are_mended_where_they_cross_themselves(read):
    features = [
        ({"WD24CD": "E1", "WD24NM": "Bow"}, "Polygon", BOW),
        ({"WD24CD": "E2", "WD24NM": None}, "Polygon", SQUARE),
    ]
    reading = read(LayerName.AREAS, geojson(*features), "wards.geojson")
    assert reading.frame.geometry.is_valid.all()
    assert reading.frame["name"].tolist() == ["Bow", "Area 2"]
    assert reading.frame["ward_code"].tolist() == ["E1", "E2"]


def test_a_basemap_without_kinds_is_told_by_its_name(read):
    shapes = geojson(({}, "Polygon", SQUARE))
    assert read(LayerName.BASEMAP, shapes, "river.geojson").frame["kind"].tolist() == ["water"]
    with pytest.raises(FileRefusedError, match="kind"):
        read(LayerName.BASEMAP, shapes, "shapes.geojson")


def test_a_basemap_has_lines_and_polygons(read):
    features = [
        ({"kind": "rail"}, "LineString", [[-0.1, 51.5], [-0.2, 51.5]]),
        ({"kind": "park", "name": "Green"}, "Polygon", SQUARE),
        ({"kind": "lava"}, "Polygon", SQUARE),
    ]
    reading = read(LayerName.BASEMAP, geojson(*features), "basemap.geojson")
    assert reading.frame["kind"].tolist() == ["rail", "park"]
    assert reading.rejects["reason"].tolist() == ["a kind other than water, park or rail"]
