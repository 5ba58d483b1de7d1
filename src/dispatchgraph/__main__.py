"""`python -m dispatchgraph` is the command `dispatchgraph`."""

from dispatchgraph.cli import main

main()
