"""Compiled: remove a part of the routes.

Strings of neighbouring visits go together (Christiaens and Vanden Berghe 2020), so that there is
room for something else.
"""

from geo.compiled import compiled
from geo.patrol.search.chance import Random, chance
from geo.patrol.search.routes import FAR, cut
from geo.patrol.search.tables import Tables, Work


@compiled
def _cut_string(t: Tables, w: Work, v: int, around: int, longest: int, random: Random) -> None:
    """Remove some consecutive visits, one of them at a position."""
    n = w.length[v]
    count = 1 + int(chance(random) * min(n, longest))
    first = around - int(chance(random) * count)
    cut(t, w, v, min(max(first, 0), n - count), count)


@compiled
def _nearest(t: Tables, w: Work, v: int, here: int, random: Random) -> int:
    """Position of the visit of a route that is nearest to a place, or nearly so."""
    go = t.go[t.profile[v]]
    least, found = FAR, 0
    for k in range(w.length[v]):
        other = t.place[w.route[v, k]]
        way = min(go[here, other], go[other, here])
        if way < least and chance(random) < 0.8:
            least, found = way, k
    return found


@compiled
def ruin(t: Tables, w: Work, longest: int, random: Random) -> int:
    """Remove strings around some place, strings anywhere, scattered visits, or a whole route.

    Returns
    -------
    int
        The route that was removed as a whole; -1 for none.
    """
    v_all = len(w.length)
    kind = chance(random)
    if kind >= 0.95:
        v = int(chance(random) * v_all)
        cut(t, w, v, 0, w.length[v])
        return v
    if kind >= 0.85:
        share = 0.05 + 0.25 * chance(random)
        for v in range(v_all):
            for k in range(w.length[v] - 1, -1, -1):
                if chance(random) < share:
                    cut(t, w, v, k, 1)
        return -1
    here = t.place[int(chance(random) * len(t.place))]
    routes = 1 + int(chance(random) * (min(v_all, 3) if kind < 0.5 else v_all))
    for _ in range(routes):
        v = int(chance(random) * v_all)
        if w.length[v]:
            around = int(chance(random) * w.length[v])
            if kind < 0.5:
                around = _nearest(t, w, v, here, random)
            _cut_string(t, w, v, around, longest, random)
    return -1
