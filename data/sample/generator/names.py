"""Names for streets: one a street, none used twice."""

from typing import Final

from numpy.random import Generator

_BASES: Final = """
Albert Victoria Alma Balaclava Inkerman Raglan Wellington Nelson Clarence Osborne Balmoral Regent
Gladstone Peel Disraeli Palmerston Salisbury Cobden Bright Russell Melbourne Gordon Havelock Napier
Oak Ash Elm Beech Lime Chestnut Hawthorn Rowan Willow Hazel Maple Birch Alder Sycamore Laburnum
Larch Cedar Holly Juniper Poplar Aspen Linden Medlar Mulberry Damson Quince Elder Spindle
Curlew Avocet Plover Redshank Heron Kestrel Linnet Wren Teal Lapwing Dunlin Tern Skylark Swift
Martin Goldfinch Nightingale Osprey Kittiwake Fulmar Gannet Whimbrel Godwit Knot Sanderling
Tennyson Wordsworth Keats Byron Shelley Milton Chaucer Dryden Marvell Cowper Herrick Bronte Austen
Samphire Oyster Saltern Cockle Mariner Anchor Capstan Cutter Trinity Beacon Creek Haven Ferry
Staithe Warren Brine Tidewater Sluice Harbinger Windlass Lugger Smack Herring Chandler Cooper
Sailmaker Lincoln Whitby York Ripon Durham Hexham Beverley Selby Malton Pickering Helmsley Louth
Boston Grantham Stamford Newark Ely Wisbech Lynn Cromer Wells Norwich Ipswich Harwich Colchester
Chapel Church School Mill Bakehouse Brewery Tanner Glebe Vicarage Minster Abbot Friars Pinfold
Hall Manor Grange Barn Orchard Meadow Croft Paddock Furlong Long Broad Water Marsh Fen Carr
Holme Ings Garth Rigg Beck Dyke Lea Heath Gorse Broom Bracken Heather Clover Primrose Bluebell
Foxglove Campion Yarrow Sorrel Teasel Thrift Marram Bramble Rose Lavender Jasmine Myrtle
Ainsley Barlow Carver Denby Ellerby Farrow Garside Hebden Illingworth Jessop Kirkby Lockwood
Maltby Norwood Ormesby Paget Quarry Rudby Stainton Thirsk Underhill Vernon Wetherby Yarm Dalby
St Andrew's|St Anne's|St Botolph's|St Cuthbert's|St Helen's|St Hilda's|St John's|St Mark's
|St Mary's|St Oswald's|St Peter's|St Wilfrid's|King's|Queen's|Bishop's|Prior's|Alderman's
"""
_ENDINGS: Final = {
    "old town": ("Street", "Lane", "Row", "Yard", "Gate", "Court"),
    "terraces": ("Street", "Road", "Terrace", "Street", "Place", "Street"),
    "suburb": ("Road", "Avenue", "Drive", "Grove", "Gardens", "Road"),
    "estate": ("Way", "Drive", "Road", "Rise", "Green", "Walk"),
    "works": ("Way", "Wharf", "Road", "Quay", "Works Road"),
    "close": ("Close", "Court", "Mews", "Close", "Close"),
    "curve": ("Crescent", "Crescent", "Drive"),
    "snicket": ("Snicket", "Passage", "Ginnel"),
    "lane": ("Lane", "Outgang", "Lane"),
    "rail": ("Terrace", "Cottages", "Row"),
    "link": ("Avenue", "Road"),
}


class Names:
    """Hands out street names in a seeded order."""

    def __init__(self, rng: Generator) -> None:
        self._rng = rng
        self._bases = _bases()
        self._used: set[str] = set()

    def take(self, manner: str) -> str:
        """Give a new name whose ending suits how the street was built."""
        endings = _ENDINGS[manner]
        for _ in range(4000):
            base = self._bases[int(self._rng.integers(len(self._bases)))]
            name = f"{base} {endings[int(self._rng.integers(len(endings)))]}"
            if name not in self._used:
                self._used.add(name)
                return name
        raise RuntimeError(f"The names for {manner} have run out; add some to this module.")


def _bases() -> list[str]:
    lines = _BASES.strip().splitlines()
    plain = [word for line in lines if "|" not in line for word in line.split()]
    return plain + [word for line in lines if "|" in line for word in line.split("|") if word]
