"""From a parse to an `Extraction`: the one place that puts the extractors together."""

from __future__ import annotations

from dispatchgraph.extract.affiliations import find_affiliations
from dispatchgraph.extract.alliances import find_alliances
from dispatchgraph.extract.claims import find_claims
from dispatchgraph.extract.events import find_events
from dispatchgraph.extract.figures import find_figures, measure_figures
from dispatchgraph.extract.heads import heads_of, with_heads
from dispatchgraph.extract.mentions import find_mentions
from dispatchgraph.extract.repair import repair
from dispatchgraph.extract.times import find_times
from dispatchgraph.extract.words import sentence_of
from dispatchgraph.knowledge import Gazetteer
from dispatchgraph.model import Extraction
from dispatchgraph.parse import Parse

__all__ = ["extract"]


def extract(doc: Parse, gazetteer: Gazetteer) -> Extraction:
    """Every mention, event, claim, figure and affiliation in `doc`."""
    times = find_times(doc, language=doc.language)
    repair(doc, times)
    mentions = find_mentions(doc, gazetteer, times)
    quotes = find_claims(doc, mentions)
    triggers = find_events(doc, mentions, times, quotes)
    figures = find_figures(doc, times, language=doc.language)
    found = Extraction(
        sentences=tuple(sentence_of(s[0]) for s in doc.sents if not s.text.isspace()),
        mentions=mentions.all,
        triggers=triggers,
        times=times,
        figures=measure_figures(doc, figures, triggers, language=doc.language),
        quotes=quotes,
        affiliations=find_affiliations(doc, mentions),
        alliances=find_alliances(doc, mentions),
    )
    return with_heads(found, heads_of(doc, mentions))
