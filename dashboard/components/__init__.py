"""Our own small components, each with its script and style sheet beside it."""

from pathlib import Path
from typing import Any

import streamlit as st

from dashboard import theme


def parts_beside(module: str) -> dict[str, str]:
    """Style and script of a component: the files named like its module, beside it."""
    style, script = (Path(module).with_suffix(ending) for ending in (".css", ".js"))
    return {
        "css": theme.component_css(style.read_text(encoding="utf-8")),
        "js": script.read_text(encoding="utf-8"),
    }


def reported(key: str, name: str) -> Any:  # noqa: ANN401 - what the browser sends
    """What a component reports under a name; None where it reports nothing."""
    state = st.session_state.get(key)
    return state.get(name) if state is not None else None
