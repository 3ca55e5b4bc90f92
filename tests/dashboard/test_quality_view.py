from streamlit.testing.v1 import AppTest

HOSTILE = "<img src=x onerror=alert(1)>"


def page():
    import pandas as pd

    from dashboard.views import quality
    from geo.layers import About
    from geo.quality import Chart, ChartKind, Finding, Part, QualityReport, Severity

    table = pd.DataFrame({"Source": ["<img src=x onerror=alert(1)>"], "Rows": [1234]})
    about = About("Town", "OFFICIAL")
    chart = Chart(ChartKind.BARS, table, "Source", "Rows", "Rows by source.")
    findings = [
        Finding(
            "a", Part.INCIDENTS, Severity.ERROR, f"{table['Source'][0]} ends.", "E.", "D.", table
        ),
        Finding("b", Part.SCHOOLS, Severity.WARNING, "Look here.", "E.", "D.", table, chart=chart),
        Finding("c", Part.BELLS, Severity.OK, "All 47 schools have a bell.", "None.", "Nothing."),
    ]
    quality.draw(QualityReport.of(about, findings))


def drawn():
    ran = AppTest.from_function(page).run(timeout=30)
    assert not ran.exception
    return ran


def html(ran):
    return "".join(element.proto.body for element in ran.get("html"))


def test_the_summary_comes_first_and_each_severity_is_a_word():
    text = html(drawn())
    assert "1 error, 1 warning; 1 check found nothing wrong." in text
    assert text.index(">Error<") < text.index(">Warning<") < text.index(">Fine<")


def test_no_text_of_the_data_is_markup():
    text = html(drawn())
    assert HOSTILE not in text
    assert "&lt;img src=x" in text


def test_every_table_can_be_downloaded_once():
    ran = drawn()
    assert len(ran.get("download_button")) == 2
    assert [expander.label for expander in ran.expander] == [
        "Figures", "The same as a table", "Fine (1)",
    ]  # fmt: skip


def test_numbers_in_tables_are_grouped():
    assert "<td>1,234</td>" in html(drawn())
