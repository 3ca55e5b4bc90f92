import numpy as np
import pandas as pd
import pytest

from geo.columns import pairs_in


@pytest.mark.parametrize(
    "text",
    [
        "(35.1, -90.0)",
        "35.1,-90.0",
        "POINT (-90.0 35.1)",
        "POINT(-90.0 35.1)",
        "1400 MAIN ST\nDallas, TX\n(35.1, -90.0)",
        "{'type': 'Point', 'coordinates': [-90.0, 35.1]}",
        "{'latitude': '35.1', 'longitude': '-90.0', 'human_address': ''}",
    ],
)
def test_a_pair_in_one_text_is_read_whatever_its_form(text):
    x, y = pairs_in(pd.Series([text, ""], dtype="str"))
    assert (x[0], y[0]) == (-90.0, 35.1)
    assert np.isnan(x[1])
    assert np.isnan(y[1])


@pytest.mark.parametrize("text", ["MAIN ST / OAK AVE", "", "1400 N MAIN ST", "On or near Park 12"])
def test_an_address_alone_is_no_pair(text):
    x, y = pairs_in(pd.Series([text], dtype="str"))
    assert np.isnan(x).all()
    assert np.isnan(y).all()


def test_a_pair_with_the_longitude_first_is_seen_where_it_cannot_be_a_latitude():
    x, y = pairs_in(pd.Series(["-122.4, 37.7", "-122.5, 37.8"], dtype="str"))
    assert x.tolist() == [-122.4, -122.5]
    assert y.tolist() == [37.7, 37.8]
