"""Everything that can go wrong for a user, as one tree.

DispatchGraphError            any of the below; its text is one line for a person
├── InputError                what was given to read cannot be read
│   ├── NotADispatch          it can be read, and is no dispatch (empty, binary, …)
│   ├── UnknownLanguage       no model or no lexicon for its language
│   └── GoldError             a gold file is not as its format says, or does not fit its text
├── OutputError               what should be written cannot be
├── GraphError                a file is no RDF, or not RDF we can read
│   └── StoreError            an archive cannot be opened, is in use, or is of a later version
├── QueryError                a question is no SPARQL, or asks for what we refuse
├── ModelMissing              the language model is not installed
└── KnowledgeError            a data file of ours is wrong: it names the file and the entry
"""


class DispatchGraphError(Exception):
    """The root: its message is one line that says what is wrong and what to do."""


class InputError(DispatchGraphError):
    """A file, folder, stream or option that cannot be read."""


class NotADispatch(InputError):
    """Readable, but no text of news: empty, blank, binary."""


class UnknownLanguage(InputError):
    """A text in a language that has no model or no lexicon here."""


class GoldError(InputError):
    """A gold file that cannot be compared with: names the file and the place in it."""


class OutputError(DispatchGraphError):
    """A place that cannot be written to."""


class GraphError(DispatchGraphError):
    """A file that is no RDF in the format it says it is."""


class StoreError(GraphError):
    """An archive that is none, is in use, is damaged, does not answer or is of a later version."""


class QueryError(DispatchGraphError):
    """A SPARQL query that cannot be parsed, is refused, or has no such name."""


class ModelMissing(DispatchGraphError):
    """The spaCy model of a language is not installed."""


class KnowledgeError(DispatchGraphError):
    """A lexicon, gazetteer or ontology entry that is wrong; names file and entry."""
