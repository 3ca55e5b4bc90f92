import asyncio

from starlette.requests import Request

from dashboard import downloads


def get(address):
    """What the server answers at an address."""
    _, _, token, name = address.split("/")
    scope = {"type": "http", "path_params": {"token": token, "name": name}}
    return asyncio.run(downloads.take(Request(scope)))


def offered(key="plan", name="briefing.pdf", content=b"%PDF-"):
    return downloads.offer(key, name, "application/pdf", lambda: content)


def test_what_is_offered_is_saved_under_its_name():
    answer = get(offered())
    assert answer.body == b"%PDF-"
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == 'attachment; filename="briefing.pdf"'
    assert answer.headers["cache-control"] == "no-store"


def test_an_address_outlives_the_page_that_offered_it_again():
    address = offered()
    assert offered(content=b"%PDF-again") == address
    assert get(address).body == b"%PDF-again"


def test_other_content_has_another_address():
    assert offered("plan") != offered("other plan")
    assert offered(name="a.pdf") != offered(name="b.pdf")


def test_what_nobody_offered_is_not_there():
    address = offered()
    for wrong in (address.replace("briefing", "other"), "/take/0000/briefing.pdf"):
        answer = get(wrong)
        assert answer.status_code == 404
        assert answer.body.startswith(b"This file is no longer kept.")


def test_the_oldest_offers_make_room():
    first = offered("first")
    for n in range(downloads._MOST):
        last = offered(n)
    assert get(first).status_code == 404
    assert get(last).status_code == 200
