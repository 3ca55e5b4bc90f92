from contextlib import nullcontext
from threading import Event

from dashboard.jobs import Jobs, begun


def ended(job):
    while job.running:
        pass
    return job


def test_a_job_shows_what_it_has_and_stops_when_asked():
    shown = Event()

    def work(job):
        job.show("first")
        shown.set()
        while not job.stopping:
            pass
        return job.so_far

    job = begun(work, nullcontext())
    shown.wait()
    assert job.running
    assert job.so_far == "first"
    job.stop()
    assert ended(job).result == "first"


def test_the_same_work_is_begun_once():
    jobs = Jobs(turns=nullcontext())
    job = jobs.begin("key", lambda progress: progress("Half", 0.5) or "done")
    assert ended(job).result == "done"
    assert jobs.begin("key", lambda _: "again") is job
    assert (job.doing, job.share) == ("Half", 0.5)


def test_somebody_waits_for_a_job_no_longer_than_it_takes_or_than_they_like():
    go_on = Event()
    job = begun(lambda _: go_on.wait() and "done", nullcontext())
    job.wait(0.01)
    assert job.running
    go_on.set()
    job.wait(60)
    assert job.result == "done"
