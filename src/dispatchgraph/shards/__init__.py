"""Very many dispatches in pieces: each shard of the input becomes one file of statements, on several processors.

`plan` cuts the input into shards, `build` is the one function that turns a shard into statements, `workers` and
`cluster` have it run in processes of this machine or on a Dask cluster, `manifest` keeps what was done, and `run` puts
them together: what is there already is not done again.
"""

from __future__ import annotations

from dispatchgraph.shards.run import Summary, run

__all__ = ["Summary", "run"]
