"""afterbell backtest: the ranking on weeks it has not seen, on the screen or as a file."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, cast

from dashboard.cli import terminal
from dashboard.cli.commands.files import (
    Files,
    Inputs,
    days_chosen,
    days_notice,
    from_area,
    from_files,
)
from geo.clock import Window
from geo.evidence import backtest as engine
from geo.evidence.backtest import Report, digits, report_json, write
from geo.hotspots import HotspotSettings
from geo.rendering import require_ending

_STEPS: Final = 200


@dataclass(frozen=True)
class BacktestOptions:
    """What is asked of the test; no method stands for all of them."""

    window: str | None
    days: str | None
    weights: str
    methods: tuple[str, ...]
    origins: int
    test_days: int
    patrols: int
    seed: int


def backtest(
    files: Files,
    options: BacktestOptions,
    workspace: Path | None,
    out: Path | None,
    *,
    as_json: bool,
) -> None:
    """Test, write, and print the table."""
    if out:
        require_ending(out, *Report.ENDINGS)
    with terminal.steps(2 + _STEPS) as step:
        inputs = from_files(files, step) if files.incidents else from_area(files, workspace, step)
        report = _tested(inputs, options, _stepwise(step))
    about = inputs.layers.area
    if out:
        terminal.written(out, lambda path: write(report, about, path))
    weekdays = days_notice(inputs.calendar, options.days)
    notices = (*inputs.notices, *weekdays, *report.notices)
    terminal.notices(notices)
    written = [str(out)] if out else []
    summary = report_json(report, about) | {
        "seconds": round(report.seconds, 1),
        "notices": list(notices),
        "written": written,
    }
    terminal.emit(summary, as_json=as_json, lines=lambda: _print(report, inputs, written))


def _tested(
    inputs: Inputs, options: BacktestOptions, progress: Callable[[str, float], None]
) -> Report:
    days = days_chosen(inputs.calendar, options.days)
    settings = HotspotSettings(
        weights=cast("Literal['harm', 'equal']", options.weights),
        harm_weights=inputs.harm_weights,
        exclusions=inputs.exclusions,
        masks=inputs.masks,
    )
    return engine.backtest(
        inputs.layers.incidents,
        Window.parse(options.window or inputs.hours, days, inputs.timezone),
        settings=settings,
        origins=options.origins,
        test_days=options.test_days,
        methods=options.methods or None,
        patrols=options.patrols,
        seed=options.seed,
        surroundings=inputs.layers,
        progress=progress,
    )


def _stepwise(step: Callable[[str], None]) -> Callable[[str, float], None]:
    """Turn a share of the work into as many steps of the bar."""
    taken = 0

    def advance(doing: str, done: float) -> None:
        nonlocal taken
        for _ in range(taken, round(done * _STEPS)):
            step(doing)
            taken += 1

    return advance


def _print(report: Report, inputs: Inputs, written: list[str]) -> None:
    as_at = inputs.layers.area.data_as_at
    known = f"data as at {as_at:%-d %b %Y}" if as_at else "age of the data not recorded"
    title = f"{terminal.heading(inputs.layers.area)}: {report.window}, {report.days}, {known}"
    terminal.out.print(title, markup=False)
    terminal.out.print(report.verdict, markup=False)
    for sentence in report.sentences:
        terminal.out.print(f"  {sentence}", markup=False)
    columns = {"Method": "left"} | {reach.title: "right" for reach in report.reaches[:-1]}
    rows = [
        [
            method.title,
            *(
                digits(method.at(reach.key, report.measure).hit_rate)
                for reach in report.reaches[:-1]
            ),
        ]
        for method in report.methods
    ]
    terminal.out.print()
    terminal.table(f"Hit rate by share of the area, {report.measure} (90%)", columns, rows)
    summaries = (report.stability.summary, report.learning.summary, report.calibration.summary)
    for sentence in summaries:
        terminal.out.print(sentence, markup=False)
    for path in written:
        terminal.out.print(f"Written: {path}", markup=False)
