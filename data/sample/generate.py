"""Write the SIMULATED borough of Saltmarsh: ``python data/sample/generate.py [FOLDER]``.

The same seed gives the same bytes. Without a folder it rewrites the sample beside this file.
"""

import sys
from pathlib import Path

from generator.borough import write_sample

if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    folder.mkdir(parents=True, exist_ok=True)
    for name, size in write_sample(folder).items():
        print(f"{name:22} {size:>9,} bytes")
