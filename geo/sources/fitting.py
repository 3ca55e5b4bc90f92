"""Which texts a pattern fits."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray


def fits(text: pa.Array, pattern: str) -> NDArray[np.bool_]:
    """Say which texts a pattern of RE2 fits; a missing text fits none."""
    found = pc.fill_null(pc.match_substring_regex(text, pattern), False)
    return np.asarray(found.to_numpy(zero_copy_only=False), dtype=bool)
