"""Where the scripts, styles and images of a map come from: installed packages, never the network.

The server mounts these folders; the maps name the addresses. Nothing else knows either.
"""

from pathlib import Path
from typing import Final

from xstatic.pkg import jquery, leaflet

from geo.rendering import FONT_FOLDER

STYLE: Final = Path(__file__).parent / "style"

#: Address under which each folder is served.
FOLDERS: Final[dict[str, Path]] = {
    "/assets/leaflet": Path(leaflet.BASE_DIR),
    "/assets/jquery": Path(jquery.BASE_DIR),
    "/assets/style": STYLE,
    "/assets/fonts": FONT_FOLDER,
}

MAP_SCRIPTS: Final = (
    ("leaflet", "/assets/leaflet/leaflet.js"),
    ("jquery", "/assets/jquery/jquery.min.js"),
)
MAP_STYLES: Final = (("leaflet_css", "/assets/leaflet/leaflet.css"),)
MAP_IMAGES: Final = "/assets/leaflet/images/"

ICON: Final = STYLE / "icon.svg"
LOGO: Final = STYLE / "afterbell.svg"
