"""The form that asks which column is which."""

from streamlit.testing.v1 import AppTest

from dashboard import controls
from geo.columns import Mapping
from geo.model import LayerName


def form():
    import numpy as np
    import pandas as pd
    import streamlit as st

    from dashboard import controls
    from geo.columns import propose
    from geo.formats import RawTable
    from geo.model import LayerName

    frame = pd.DataFrame(
        {
            "committed_from": ["01/02/2026 15:00", "03/04/2026 16:00"] * 9,
            "longitude": ["-0.11"] * 18,
            "latitude": ["51.52"] * 18,
            "<b>Delikt</b>": ["Raub"] * 18,
        }
    )
    table = RawTable("a.csv", frame, np.arange(18) + 2)
    proposal = propose(table, LayerName.INCIDENTS, "mine")
    examples = {name: str(cells.iloc[0]) for name, cells in frame.items()}
    made = controls.mapping(proposal, examples, "k", shaped=False)
    st.text(f"{dict(made.columns)} {made.date_order}")


def drawn():
    ran = AppTest.from_function(form).run(timeout=30)
    assert not ran.exception
    return ran


def box(ran, label):
    return next(each for each in ran.selectbox if each.label == label)


def mapped(*names, layer=LayerName.INCIDENTS, crs=""):
    return Mapping("m", layer, tuple((name, name.upper()) for name in names), (), "", crs)


def test_what_was_proposed_is_chosen_and_shown_with_what_a_cell_says():
    ran = drawn()
    assert box(ran, "Committed from").value == "committed_from"
    assert "committed_from: 01/02/2026 15:00" in box(ran, "Committed from").options
    assert "<b>Delikt</b>: Raub" in box(ran, "Offence").options


def test_the_order_of_dates_that_cannot_be_told_is_asked_with_one_of_them():
    ran = drawn()
    (order,) = ran.radio
    assert order.label == "Dates such as 01/02/2026 15:00"
    assert order.value is None
    order.set_value("day first").run()
    assert ran.text[0].value.endswith("day first")


def test_a_column_that_is_chosen_is_in_the_mapping():
    ran = drawn()
    box(ran, "Offence").set_value("<b>Delikt</b>").run()
    assert "'offence': '<b>Delikt</b>'" in ran.text[0].value


def test_what_is_seldom_there_is_folded():
    ran = drawn()
    folded = {each.label for each in ran.expander[0].selectbox}
    assert {"Weapon", "Time from", "Recording system"} <= folded
    assert not {"Committed from", "Offence", "Longitude"} & folded


def test_what_is_lacking_is_said_in_the_words_of_the_form():
    assert controls.lacking(mapped("offence"), shaped=False) == ("Committed from", "Where it was")
    whole = mapped("committed_from", "longitude", "latitude")
    assert controls.lacking(whole, shaped=False) == ()


def test_half_a_point_is_no_place():
    half = mapped("committed_from", "longitude")
    assert controls.lacking(half, shaped=False) == ("Where it was",)
    assert controls.lacking(half, shaped=True) == ()


def test_x_and_y_need_their_system():
    plain = mapped("committed_from", "x", "y")
    assert controls.lacking(plain, shaped=False) == ("Coordinate system",)
    told = mapped("committed_from", "x", "y", crs="EPSG:27700")
    assert controls.lacking(told, shaped=False) == ()


def test_a_date_in_parts_is_a_date():
    parts = mapped("year", "month_of_year", "day_of_month", "wkt")
    assert controls.lacking(parts, shaped=False) == ()
    assert controls.lacking(mapped("year", "wkt"), shaped=False) == ("Committed from",)
