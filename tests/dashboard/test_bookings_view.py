"""Booking a sweep or an arch on the Plan page."""

from streamlit.testing.v1 import AppTest


def page(crews=(2, 2)):
    from types import SimpleNamespace

    from dashboard.views.bookings import bookings
    from geo.clock import Window
    from geo.model import Patrol, Place, PlaceKind

    places = SimpleNamespace(
        items=tuple(
            Place(i, PlaceKind.INTERCHANGE, n, (1.0, 2.0), (0.0,) * 12, 900, 1079, "Why.", "What.")
            for i, n in (("i1", "Mill Corner"), ("i2", "<b>Quay</b>"))
        )
    )
    patrols = [Patrol(f"P{n}", crew=crew) for n, crew in enumerate(crews)]
    bookings(places, Window(), patrols)


def drawn(crews=(2, 2)):
    ran = AppTest.from_function(page, args=(crews,), default_timeout=30).run()
    assert not ran.exception
    return ran


def booked(ran):
    return ran.session_state["afterbell"].constraints.activities


def html(ran):
    return "".join(element.proto.body for element in ran.get("html"))


def test_a_sweep_is_booked_listed_and_cancelled():
    ran = drawn()
    ran.selectbox(key="booking_place").select("i1").run()
    ran.button(key="book").click().run()
    (activity,) = booked(ran)
    assert activity.label == "Weapon sweep at Mill Corner"
    assert (activity.minutes, activity.staff) == (30, 4)
    assert (activity.from_min, activity.until_min) == (900, 1080)
    assert (
        "Weapon sweep at Mill Corner: 30\N{NO-BREAK SPACE}min, 4 officers, between 15:00 and 18:00"
        in html(ran)
    )
    ran.button(key=f"cancel_{activity.activity_id}").click().run()
    assert booked(ran) == ()


def test_two_bookings_have_two_ids_and_names_are_escaped():
    ran = drawn()
    for place in ("i1", "i2"):
        ran.selectbox(key="booking_place").select(place).run()
        ran.button(key="book").click().run()
    assert len({activity.activity_id for activity in booked(ran)}) == 2
    assert "<b>Quay</b>" not in html(ran)


def test_more_officers_than_there_are_cannot_be_booked_and_it_says_why():
    ran = drawn(crews=(2, 1))
    ran.selectbox(key="booking_place").select("i1").run()
    assert ran.button(key="book").disabled
    assert ran.caption[0].value == (
        "The patrols have 3 officers together. Add a patrol, or book fewer."
    )


def test_an_arch_takes_longer_and_must_fit_between_its_times():
    ran = drawn(crews=(6,))
    ran.radio(key="booking_kind").set_value("screening arch").run()
    ran.selectbox(key="booking_place").select("i1").run()
    ran.select_slider[0].set_value((900, 945)).run()
    assert ran.button(key="book").disabled
    assert "60 minutes do not fit between 15:00 and 15:45" in ran.caption[0].value


def test_a_click_on_the_map_chooses_the_place():
    ran = drawn()
    ran.session_state["afterbell"].place_id = "i2"
    ran.run()
    assert ran.selectbox(key="booking_place").value == "i2"
