def test_the_calendar_has_an_entry_a_stop_with_the_marking_on_each(afternoon_sheet):
    text = afternoon_sheet.ics()
    assert text.count("BEGIN:VEVENT") == text.count("END:VEVENT") == 4
    assert "DTSTART:20261124T151200\r\nDTEND:20261124T152400\r\n" in text
    whole = text.replace("\r\n ", "")
    assert whole.count(f"CATEGORIES:{afternoon_sheet.marking}") == 4
    assert whole.count("Approved by Sgt 42") == 5
    assert "With Bravo." in whole
    assert text == afternoon_sheet.ics()


def test_a_calendar_escapes_and_folds_what_could_break_it(build):
    sheet = build.briefing(patrols=1, stops=1, text="a; b, c\\ ÄÖÜ€ " * 5)
    whole = sheet.ics()
    assert all(len(line.encode()) <= 75 for line in whole.split("\r\n"))
    assert "a\\; b\\, c\\\\ ÄÖÜ€" in whole.replace("\r\n ", "")
