"""Attachments that grammar or meaning forbids, put right before anything is read from the parse.

* The words of one name hang together.
* What hangs on an auxiliary hangs on its verb.
* A day has no complement: in «discuter cette semaine du départ» the parser hangs the departure on the week. Whatever
  hangs on a time expression belongs to what the time expression itself hangs on.
* A bare noun after a name, whose form is the present of a known verb, is that verb.
* A form that only a verb has is that verb, a participle joined to a passive another; what a number counts is a noun.
* A noun is joined to a noun, what is counted and listed behind an object to that object; what follows the agent of a
  passive is another agent, a clause without relative is none.
* A relative hangs on the noun before it; what stands in a quotation is no subject of a verb outside.
* A noun with its article hangs on no adverbial before it.
* The verb after a relative clause is its noun's, not that of a noun inside it that does not agree.
* What follows a passive without subject is its subject.
* A bare noun right before a verb without subject is its subject.
* A noun after an active verb without preposition, no time and no other object beside it, is the object.
* A clause with «que» after a verb of saying is what is said, not a complement of the addressee.
* What a verb accuses somebody of hangs on that verb, not on the accused.
* A participle after a comma is said of the nearest noun that agrees with it.
* «X et Y» before a verb are both its subjects.
* A name after «et» goes with the name before it.
* Two participles joined by «et» share their auxiliary.
* Of two subjects on both sides of an active verb, the second is the object.
* «par» below a passive, on a noun that does nothing itself, brings the agent.
"""

from __future__ import annotations

from collections.abc import Sequence

from dispatchgraph.extract.repair.agreement import find_main_clause, find_passive_subject, find_present
from dispatchgraph.extract.repair.doers import (
    find_agent,
    join_beginning,
    join_names,
    join_subjects,
    part_subjects,
)
from dispatchgraph.extract.repair.hanging import (
    free_adverbial,
    free_auxiliary,
    free_clause,
    free_infinitive,
    free_participle,
    free_time,
    join_name,
    join_verbs,
    lower_participle,
    raise_causative,
)
from dispatchgraph.extract.repair.lacking import find_clause, find_noun, find_object, find_subject, find_verb
from dispatchgraph.extract.repair.lists import (
    free_place,
    free_quoted,
    join_agents,
    join_clause,
    join_noun,
    join_objects,
    join_occasion,
    join_partners,
    join_relative,
    reach_object,
)
from dispatchgraph.extract.repair.steps import Round, Step
from dispatchgraph.extract.repair.tags import (
    find_counted,
    find_finite,
    find_joined_participle,
    find_opening_participle,
    find_perfect,
    find_present_participle,
    find_reflexive,
    find_said_participle,
)
from dispatchgraph.extract.words import indices
from dispatchgraph.model import TimeExpression
from dispatchgraph.parse import Parse

__all__ = ["repair"]


_NOUNS = ("NOUN", "PROPN")
_VERBS = ("VERB", "AUX")
_TAGS = Round(
    Step(free_auxiliary, relations=("aux",)),
    Step(raise_causative),
    Step(free_adverbial),
    Step(find_finite),
    Step(find_counted, tags=("ADJ",)),
    Step(find_perfect, tags=("NOUN",)),
    Step(find_joined_participle, tags=("NOUN", "ADJ"), relations=("conj",)),
    Step(find_said_participle, tags=("NOUN",)),
    Step(find_opening_participle, tags=(*_NOUNS, "ADJ")),
    Step(find_present_participle, tags=("NOUN", "ADJ")),
    Step(find_reflexive, tags=("SCONJ",)),
    Step(find_present, tags=(*_NOUNS, "ADJ")),
)
_CLAUSES = Round(
    Step(free_clause, relations=("acl",)),
    Step(free_infinitive, relations=("acl",)),
    Step(lower_participle, relations=("advcl", "obl", "acl", "dep")),
    Step(free_participle, relations=("acl",)),
    Step(find_clause, tags=("VERB",), relations=("case",)),
    Step(join_verbs, relations=("conj",)),
    Step(find_subject, tags=_VERBS),
    Step(find_noun, relations=("acl", "dep", "advcl", "parataxis", "obl")),
    Step(find_verb, tags=_NOUNS, relations=("obl", "nmod", "dep", "xcomp")),
    Step(find_main_clause, tags=("VERB",)),
    Step(free_quoted),
    Step(join_relative, tags=("VERB",), relations=("advcl", "ccomp", "parataxis", "dep")),
    Step(join_clause, tags=("VERB",), relations=("acl",)),
    Step(join_noun, tags=_NOUNS, relations=("conj",)),
    Step(join_objects, tags=_NOUNS, relations=("obl", "obj", "conj", "dep", "xcomp")),
    Step(join_partners, tags=_NOUNS, relations=("conj",)),
    Step(free_place, relations=("nmod",)),
    Step(join_occasion, relations=("obl",)),
)
_ARGUMENTS = Round(
    Step(find_object, tags=("VERB",)),
    Step(find_passive_subject),
    Step(join_agents, tags=_NOUNS, relations=("obj",)),
    Step(reach_object, tags=_NOUNS, relations=("nmod", "appos")),
    Step(find_agent, relations=("nmod", "obl")),
    Step(join_subjects, relations=("nsubj",)),
    Step(join_beginning, tags=_VERBS, relations=("conj",)),
    Step(join_names, tags=("PROPN",), relations=("conj",)),
    Step(part_subjects, tags=("VERB",)),
)


def repair(doc: Parse, times: Sequence[TimeExpression]) -> None:
    """Rehang, in place, what wrongly hangs in `doc`; `times` are its time expressions."""
    doc.dated = indices(doc, times)
    for ent in doc.ents:
        join_name(ent)
    _TAGS.mend(doc)
    for expression in times:
        free_time(doc, expression)
    _CLAUSES.mend(doc)
    _ARGUMENTS.mend(doc)
