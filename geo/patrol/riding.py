"""Buses and trains in a plan: patrols on foot may take them where the network has a timetable."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from geo.model import XY, Mode, Patrol
from geo.network import Journeys, WalkingNetwork
from geo.network.graph import Ints
from geo.patrol.task import Task


def with_rides(task: Task, network: WalkingNetwork, points: Sequence[XY]) -> Task:
    """The same task with shorter minutes for patrols on foot, where a ride always saves some.

    Parameters
    ----------
    points : sequence of XY
        All that the walks of the task are among.
    """
    journeys = _journeys(task.patrols, network, points)
    if not any(journeys):
        return task
    out, back, between = task.out.copy(), task.back.copy(), task.between.copy()
    enough: dict[tuple[float, int, int], Ints] = {}
    for n, (who, ways) in enumerate(zip(task.patrols, journeys, strict=True)):
        if ways is None:
            continue
        shift = who.shift_start_min, who.shift_end_min
        alike = who.pace_m_per_s, *shift
        if alike not in enough:
            enough[alike] = ways.enough_min(*shift)[np.ix_(task.at, task.at)]
        between[n] = enough[alike]
        if (start := task.start_at[n]) is not None:
            out[n] = ways.takes_min(shift[0], np.array([start]), task.at)[0]
        if (end := task.end_at[n]) is not None:
            back[n] = ways.before_min(*shift, task.at, np.array([end]))[:, 0]
    return replace(task, out=out, back=back, between=between, journeys=journeys)


def _journeys(
    patrols: Sequence[Patrol], network: WalkingNetwork, points: Sequence[XY]
) -> tuple[Journeys | None, ...]:
    """Ways of each patrol with rides; None for one that takes none."""
    paces = {who.pace_m_per_s for who in patrols if who.mode is Mode.FOOT}
    if not paces or not network.hops:
        return (None,) * len(patrols)
    one = Journeys.among(network.for_mode(Mode.FOOT), points, network.hops, min(paces))
    ways = {pace: one.at_pace(pace) for pace in paces}
    return tuple(ways[who.pace_m_per_s] if who.mode is Mode.FOOT else None for who in patrols)
