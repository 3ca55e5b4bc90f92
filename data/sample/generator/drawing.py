"""Saltmarsh as drawn by hand: coast, river, railway, main roads, parks. Metres from its corner."""

from typing import Final

import numpy as np

# fmt: off
# (points read in rows, not one a line)

#: South-west corner on the British National Grid, in the open North Sea.
ORIGIN: Final = (620_000.0, 480_000.0)
SIZE_M: Final = (8_000.0, 7_000.0)
CENTRE: Final = (4_120.0, 3_860.0)

COAST: Final = np.array([
        (7330, 7100), (7390, 6300), (7290, 5400), (7440, 4500), (7560, 3750), (7480, 3050),
        (7590, 2350), (7560, 1700), (7400, 1000), (7180, 400), (7120, -100),
], dtype=float)

#: x, y, width.
RIVER: Final = np.array([
        (-100, 4980, 34), (700, 4700, 36), (1350, 4560, 38), (2000, 4900, 40), (2600, 4990, 42),
        (3150, 4580, 46), (3420, 4020, 52), (3760, 3520, 60), (4400, 3170, 66),
        (5200, 3260, 78), (5750, 3010, 96), (6200, 2720, 128), (6800, 2480, 210),
        (7300, 2370, 330), (7700, 2300, 470),
], dtype=float)
DOCK: Final = np.array([(6560, 2520), (6640, 2850), (6930, 2780), (6850, 2420)], dtype=float)

RAILWAYS: Final = {
    "Saltmarsh main line": np.array([
            (-100, 2240), (700, 2400), (1500, 2600), (2400, 2760), (3200, 2740), (3900, 2560),
            (4500, 2200), (5000, 1700), (5400, 1150), (5720, 500), (5850, -100),
    ], dtype=float),
    "Northmoor branch": np.array([
            (2400, 2760), (1980, 2960), (1600, 3400), (1420, 4000), (1400, 4600), (1450, 5300),
            (1420, 6100), (1500, 7100),
    ], dtype=float),
}

_C = CENTRE
#: Name, then points from the centre outwards (ring roads: all the way round).
MAIN_ROADS: Final = {
    "North Road": [_C, (4190, 4500), (4080, 5200), (4230, 5900), (4160, 6500), (4240, 7100)],
    "Lighthouse Road": [_C, (4700, 4260), (5350, 4660), (5950, 5280), (6450, 5900), (6700, 7100)],
    "Harbour Road": [_C, (4800, 3740), (5600, 3690), (6300, 3560), (6900, 3640), (7390, 3560)],
    "London Road": [
        _C, (3990, 3560), (3900, 3100), (3780, 2600), (3620, 1900), (3420, 1200), (3300, -100),
    ],
    "Priory Road": [
        _C, (3620, 3850), (3100, 3620), (2300, 3640), (1500, 3560), (800, 3680), (-100, 3500),
    ],
    "Abbey Road": [
        _C, (3820, 4400), (3400, 4980), (2900, 5480), (2250, 5830), (1400, 6060), (600, 6420),
        (-100, 6500),
    ],
    "Southgate Road": [
        (3900, 3100), (4500, 2780), (5150, 2520), (5700, 2050), (6200, 1400), (6480, 700),
        (6550, -100),
    ],
    "Fen Road": [
        (3730, 2380), (3050, 1950), (2450, 1500), (1700, 1180), (900, 980), (-100, 520),
    ],
    "Ringway North": [
        (2250, 3640), (2180, 4300), (2290, 5050), (2560, 5660), (3300, 5900), (4230, 5900),
        (5000, 5620), (5680, 5000), (6120, 4300), (6200, 3580),
    ],
    "Ringway South": [
        (6200, 3580), (6230, 2720), (5930, 1790), (5080, 1590), (4400, 1210), (3420, 1200),
        (2520, 1540), (2070, 2180), (2020, 2700), (2250, 3640),
    ],
    "Sandpiper Way": [(5680, 5000), (6300, 4820), (6850, 4950), (7230, 5000)],
    "Moor Lane": [(2290, 5050), (1750, 5280), (1000, 5330), (300, 5200)],
    "Mill Road": [(2020, 2900), (2600, 3080), (3250, 3060), (3900, 3050)],
    "Westfield Road": [(1500, 3560), (1050, 3000), (1020, 2470), (1180, 1700), (1250, 1080)],
    "Park Avenue": [(4080, 5050), (4750, 5020), (5200, 4560)],
    "Castle Street": [(3740, 4520), (4190, 4480), (4700, 4260)],
    "Quay Street": [(4700, 4260), (4780, 3740), (4720, 3300), (4790, 2930)],
    "Saltern Road": [(4480, 2790), (4980, 3000), (5560, 2800), (6240, 2480)],
    "Church Lane": [(3620, 1900), (4280, 1830), (4640, 2050), (5150, 2520)],
}

BUILT_UP: Final = np.array([
        (4300, 6720), (4900, 6350), (5600, 6450), (6700, 6560), (7700, 6200), (7900, 3000),
        (7700, 900), (6900, 420), (6000, 560), (5350, 900), (4800, 420), (3900, 560),
        (3300, 330), (2500, 640), (1800, 560), (1000, 760), (680, 1500), (820, 2100),
        (420, 2700), (330, 3600), (760, 4250), (560, 4950), (430, 5600), (950, 6250),
        (1700, 6480), (2400, 6240), (3200, 6480), (3700, 6300),
], dtype=float)

#: Name, centre, size.
PARKS: Final = (
    ("Priory Park", (3760, 5330), (430, 520)),
    ("Riverside Meadows", (2760, 4330), (620, 330)),
    ("Victoria Park", (2870, 3330), (460, 300)),
    ("The Common", (4330, 770), (640, 430)),
    ("Northmoor Common", (5200, 6080), (560, 420)),
    ("Sea Gardens", (6950, 4270), (330, 420)),
    ("Hollow Wood", (1560, 1850), (420, 380)),
    ("Castle Green", (4440, 4080), (170, 130)),
    ("Saltern Recreation Ground", (5500, 2380), (300, 230)),
    ("Samphire Nature Reserve", (6950, 1550), (520, 420)),
)
POND: Final = ("Priory Pond", (3690, 5440), (150, 90))

#: Main roads that have another name in the old town.
OLD_NAMES: Final = {
    "North Road": "Northgate",
    "Lighthouse Road": "Castlegate",
    "Harbour Road": "High Street",
    "London Road": "Bridge Street",
    "Priory Road": "Market Street",
    "Abbey Road": "Abbeygate",
}
#: x, y and reach of the shopping streets outside the old town.
SHOPS: Final = (
    (4230, 5900, 190), (2250, 3640, 190), (3620, 1900, 180), (6200, 3580, 200),
    (3800, 2700, 190), (7300, 3580, 260), (1400, 6060, 130), (5150, 2520, 150),
)
SMALL_PARKS: Final = (
    "Jubilee Park",
    "Coronation Gardens",
    "Abbey Cemetery",
    "Westfield Allotments",
    "Fen Playing Fields",
    "Lighthouse Park",
    "Moor Lane Green",
    "Southgate Park",
    "Mariners' Green",
    "Orchard Park",
    "Ringway Gardens",
    "Saltern Allotments",
)
#: Ways across besides main roads: their place along the river or railway, 0 to 1.
FOOTBRIDGES: Final = {
    "Mill Footbridge": 0.22,
    "Meadow Footbridge": 0.41,
    "Eel Bridge": 0.70,
}
UNDERPASSES: Final = {
    "Saltmarsh main line": {
        "Cattle Creep": 0.17,
        "Westfield Underpass": 0.30,
        "Sidings Underpass": 0.385,
        "Victoria Subway": 0.45,
        "Gas Street Bridge": 0.57,
        "Southgate Underpass": 0.63,
        "Drovers' Bridge": 0.71,
        "Common Bridge": 0.80,
    },
    "Northmoor branch": {
        "Branch Underpass": 0.16,
        "Rope Walk Bridge": 0.30,
        "Moorings Underpass": 0.44,
        "Ings Bridge": 0.62,
        "Northmoor Underpass": 0.78,
    },
}
#: Name, kind, modes, x, y.
INTERCHANGES: Final = (
    ("Saltmarsh Central station", "rail", "rail|bus", 3790.0, 2640.0),
    ("Westfield station", "rail", "rail", 1090.0, 2520.0),
    ("Northmoor station", "rail", "rail|bus", 1440.0, 6010.0),
    ("Southfleet station", "rail", "rail", 5210.0, 1440.0),
    ("Saltmarsh bus station", "bus station", "bus", 4395.0, 3700.0),
    ("Northgate interchange", "bus station", "bus", 4210.0, 5860.0),
)
INTERCHANGE_COUNT: Final = 26
BASES: Final = (
    ("Harbour Road police station", 5020.0, 3700.0),
    ("Westfield police office", 2030.0, 3590.0),
)
#: Ward and the spot that it grew from.
WARDS: Final = {
    "Castle": (4300, 4150),
    "Priory": (3500, 5000),
    "Northmoor": (1300, 5700),
    "Westfield": (1300, 3200),
    "Victoria": (3000, 3000),
    "Fen": (2100, 1500),
    "Southgate": (4600, 1500),
    "Lighthouse": (5900, 5700),
    "Harbour": (6000, 3900),
    "Saltern": (6500, 1700),
}
