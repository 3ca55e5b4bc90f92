"""Long work beside the pages."""

import threading

import pytest

from dashboard.jobs import Jobs
from geo.errors import AfterbellError

WAIT_S = 20


def wait_for(job):
    done = threading.Event()
    for _ in range(WAIT_S * 100):
        if not job.running:
            return job
        done.wait(0.01)
    pytest.fail("The job did not end.")


def test_the_same_question_is_worked_out_once():
    jobs, calls = Jobs(), []
    first = jobs.begin("a", lambda _: calls.append(1) or "done")
    assert wait_for(first).result == "done"
    assert jobs.begin("a", lambda _: calls.append(2) or "again") is first
    assert calls == [1]


def test_a_job_says_how_far_it_is():
    go, told = threading.Event(), threading.Event()

    def work(progress):
        progress("Halfway", 0.5)
        told.set()
        go.wait(WAIT_S)
        return "done"

    job = Jobs().begin("a", work)
    assert told.wait(WAIT_S)
    assert (job.doing, job.share, job.running) == ("Halfway", 0.5, True)
    go.set()
    assert wait_for(job).result == "done"


def test_an_error_is_kept_as_its_sentence_and_may_be_tried_again():
    jobs = Jobs()

    def fail(_progress):
        raise AfterbellError("No test can be made: give a longer extract.")

    job = wait_for(jobs.begin("a", fail))
    assert job.why_not == "No test can be made: give a longer extract."
    again = jobs.begin("a", lambda _: "done")
    assert again is not job
    assert wait_for(again).result == "done"


def test_a_fault_of_ours_shows_no_trace():
    def fail(_progress):
        raise ZeroDivisionError

    job = wait_for(Jobs().begin("a", fail))
    assert "ZeroDivisionError" in job.why_not
    assert "Traceback" not in job.why_not


def test_only_the_newest_are_kept():
    jobs = Jobs(most=2)
    begun = {key: wait_for(jobs.begin(key, lambda _: "done")) for key in "abc"}
    assert jobs.of("a") is None
    assert jobs.of("b") is begun["b"]
    assert jobs.of("c") is begun["c"]
