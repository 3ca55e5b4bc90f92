"""A table whose rows can be chosen: real HTML, so that it reads aloud, prints, and fits a phone."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from dashboard.components import css_beside, js_beside, reported
from dashboard.listings.table import Listing, Row

_table = st.components.v2.component(
    "afterbell_picktable",
    html='<div class="ab-table"></div>',
    css=css_beside(__file__),
    js=js_beside(__file__),
)

Picked = Callable[[str], None]
Acted = Callable[[str, str], None]


def picktable(
    listing: Listing,
    *,
    key: str,
    chosen: str | None = None,
    picked: Picked | None = None,
    acted: Acted | None = None,
) -> None:
    """Show a listing.

    Parameters
    ----------
    chosen : str, optional
        Id of the row that stands out.
    picked : callable, optional
        Called with the id of a row that was clicked, before the page runs again.
    acted : callable, optional
        Called with what a button reports and the id of its row.
    """

    def on_picked() -> None:
        ident = reported(key, "picked")
        if picked and ident:
            picked(str(ident))

    def on_acted() -> None:
        done = reported(key, "acted")
        if acted and done:
            acted(str(done["action"]), str(done["ident"]))

    _table(
        key=key,
        data=_as_data(listing, chosen, pickable=picked is not None),
        on_picked_change=on_picked,
        on_acted_change=on_acted,
    )


def _as_data(listing: Listing, chosen: str | None, *, pickable: bool) -> dict[str, Any]:
    return {
        "caption": listing.caption,
        "columns": [{"key": c.key, "label": c.label, "kind": c.kind} for c in listing.columns],
        "rows": [_row(row) for row in listing.rows],
        "mark": listing.mark,
        "chosen": chosen,
        "pickable": pickable,
    }


def _row(row: Row) -> dict[str, Any]:
    return {
        "ident": row.ident,
        "cells": row.cells,
        "small": row.small,
        "fill": row.colours[0],
        "ink": row.colours[1],
        "actions": [{"action": a, "label": label} for a, label in row.actions],
    }
