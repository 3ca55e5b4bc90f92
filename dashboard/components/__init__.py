"""Our own small components, each with its script and style sheet beside it."""

from pathlib import Path
from typing import Any

import streamlit as st

from dashboard import theme


def css_beside(module: str) -> str:
    """Style of a component: the sheet named like its module, beside it."""
    return theme.component_css(Path(module).with_suffix(".css").read_text(encoding="utf-8"))


def js_beside(module: str) -> str:
    """Script of a component: named like its module, beside it."""
    return Path(module).with_suffix(".js").read_text(encoding="utf-8")


def reported(key: str, name: str) -> Any:  # noqa: ANN401 - what the browser sends
    """What a component reports under a name; None where it reports nothing."""
    state = st.session_state.get(key)
    return state.get(name) if state is not None else None
