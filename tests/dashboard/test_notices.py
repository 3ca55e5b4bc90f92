from streamlit.testing.v1 import AppTest


def _raises_ours():
    from dashboard import notices
    from geo.errors import SettingError

    with notices.explained():
        raise SettingError("The **shift** ends before it starts. Choose a later end.")


def test_our_errors_become_one_sentence_that_is_text():
    app = AppTest.from_function(_raises_ours).run()
    assert not app.exception
    assert [each.value for each in app.text] == [
        "The **shift** ends before it starts. Choose a later end."
    ]


def _raises_another():
    from dashboard import notices

    with notices.explained():
        raise RuntimeError("a fault of our own")


def test_a_fault_of_our_own_is_a_sentence_too_and_the_log_keeps_the_trace(caplog):
    app = AppTest.from_function(_raises_another).run()
    assert not app.exception
    assert "Something went wrong inside Afterbell (RuntimeError)" in app.text[0].value
    assert "a fault of our own" not in app.text[0].value
    assert any(record.exc_info for record in caplog.records)
