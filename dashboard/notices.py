"""What a page says when something needs saying: errors as sentences, and states in plain words."""

import logging
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import streamlit as st

from geo.errors import AfterbellError

_log = logging.getLogger("afterbell")


@dataclass
class Outcome:
    """Whether what was tried had to be explained."""

    failed: bool = False


@contextmanager
def explained() -> Iterator[Outcome]:
    """Show an error as a callout, never as a trace; the log keeps that."""
    with caught(say) as outcome:
        yield outcome


@contextmanager
def caught(sentence_to: Callable[[str], None]) -> Iterator[Outcome]:
    """Tell an error in a sentence, wherever that is to be said; the log keeps the trace."""
    outcome = Outcome()
    try:
        yield outcome
    except AfterbellError as error:
        outcome.failed = True
        _log.warning("%s", error, exc_info=error)
        sentence_to(str(error))
    except Exception as error:  # noqa: BLE001 - the last line of defence shows a sentence
        outcome.failed = True
        _log.exception("A fault of Afterbell's own")
        sentence_to(
            f"Something went wrong inside Afterbell ({type(error).__name__}). Nothing was changed. "
            "Load the page again; if it stays, report it with the server's log."
        )


def say(sentence: str) -> None:
    """Show one sentence that stands out, as text and never as markup."""
    with st.container(key=f"callout_{zlib.crc32(sentence.encode())}", border=True):
        st.text(sentence)


def remark(sentences: Iterable[str]) -> None:
    """Show what a reader should know, quietly."""
    distinct = tuple(dict.fromkeys(sentences))
    if distinct:
        with st.expander(f"Notes ({len(distinct)})"):
            for sentence in distinct:
                st.text(sentence)
