"""What a fetch shows while it runs, and what it says when it is done."""

import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as ProgressBar

from dashboard import terminal
from geo.layers import LayerName
from geo.sources import fetch as fetching


@contextmanager
def shown(name: str) -> Iterator[fetching.Progress]:
    """Show what is being done, on a screen that can show it."""
    with ProgressBar(
        TextColumn("{task.description:<40}"),
        BarColumn(),
        TimeElapsedColumn(),
        console=terminal.err,
        transient=True,
        disable=not sys.stderr.isatty(),
    ) as bar:
        task = bar.add_task(name, total=None)

        def show(said: fetching.Said) -> None:
            doing = f"{name}: {said.doing}".replace("[", r"\[")
            if said.total:
                bar.update(task, description=doing, completed=said.done, total=said.total)
            else:
                bar.update(task, description=doing)

        yield show


def summary_of(fetched: fetching.Fetched, kept: list[dict[str, Any]]) -> dict[str, Any]:
    """Sum a fetch up for machines; cached counts the answers that were there already."""
    return {
        "source": fetched.service.name,
        "files": [
            {
                "path": str(file.path),
                "bytes": file.size_bytes,
                "sha256": file.sha256,
                "changed": file.changed,
            }
            for file in fetched.files
        ],
        "bytes": fetched.received_bytes,
        "requests": fetched.requests,
        "cached": fetched.unchanged,
        "took_from_cache": fetched.taken_from_cache,
        "licence": fetched.service.licence,
        "attribution": fetched.service.attribution,
        "notices": list(fetched.notices),
        "ingested": kept,
    }


def print_fetched(
    fetched: fetching.Fetched, layer: LayerName | None, kept: list[dict[str, Any]]
) -> None:
    """Sum a fetch up for people."""
    for file in fetched.files:
        news = "new" if file.changed else "unchanged"
        terminal.out.print(f"{file.path}  {file.size_bytes / 1024:,.0f} KB, {news}", markup=False)
    count = fetched.requests
    terminal.out.print(
        f"{count:,} request{'' if count == 1 else 's'}, {fetched.received_bytes / 1024:,.0f} KB; "
        f"{fetched.unchanged:,} unchanged, {fetched.taken_from_cache:,} taken from the cache."
    )
    terminal.out.print(
        f"{fetched.service.attribution} {fetched.service.licence}: {fetched.service.licence_url}",
        markup=False,
    )
    for one in kept:
        terminal.out.print(
            f"{one['file']}: {one['accepted']:,} of {one['read']:,} rows accepted, "
            f"{one['added']:,} of them new; the layer {one['layer']} has {one['total']:,}.",
            markup=False,
        )
    if layer is not None and fetched.files and not kept:
        paths = " ".join(shlex.quote(str(file.path)) for file in fetched.files)
        terminal.out.print(
            f"Bring it in: afterbell ingest {paths} --layer {layer.value} --workspace DIR",
            markup=False,
        )
