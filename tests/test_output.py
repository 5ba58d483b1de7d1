"""The graph kept in `output/` is the one that today's program writes."""

from __future__ import annotations

from pathlib import Path

from dispatchgraph.pipeline import build_dispatch
from dispatchgraph.read import read_dispatch
from dispatchgraph.store import save

ROOT = Path(__file__).parents[1]


def test_the_kept_graph_is_what_the_program_writes_today(tmp_path: Path):
    dataset = build_dispatch(read_dispatch(ROOT / "examples" / "alep-2016-12-05.txt"))
    for suffix in ("ttl", "trig"):
        written = tmp_path / f"alep-2016-12-05.{suffix}"
        save(dataset, written)
        kept = ROOT / "output" / written.name
        assert written.read_bytes() == kept.read_bytes(), (
            f"{kept} is of yesterday: run make demo and commit what it wrote"
        )
