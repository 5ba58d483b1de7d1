"""What is refused before any engine sees it: what leaves the machine, what changes the archive, what overflows a stack.

Engines read SPARQL by recursion, and the one we ask has no limit of its own: some thousand nested brackets, or as many
links of one chain («1+1+1…», OPTIONAL after OPTIONAL), end the process they are read in, and its planner takes time
that grows with the cube of the patterns. So nesting and chains are counted here, on the tokens, far below what an
engine stands and far above what a person or a program asks. Strings, IRIs, comments, variables and names may hold any
word.

Engines also read keywords that are stuck to their neighbours («trueSERVICEex:x{}»), so a word is looked for inside
others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field

from dispatchgraph.errors import QueryError
from dispatchgraph.sparql.tokens import Token, place, tokens

__all__ = ["ELSEWHERE", "QUERY", "Checked", "Limits", "guard", "guard_update"]


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How large a query may be, each by a name that the refusal tells."""

    size: int = 100_000  #: bytes in UTF-8
    depth: int = 100  #: brackets within brackets, of all kinds together
    clauses: int = 500  #: OPTIONAL, UNION, MINUS, FILTER, BIND, VALUES, GRAPH, SELECT, AS, groups in braces
    patterns: int = 500  #: what «.», «;» and «,» separate in patterns
    steps: int = 300  #: «/» and «^», of paths and of divisions
    operators: int = 500  #: + - * | || && and the like, of all kinds together
    repeated: int = 20  #: «!», «+» or «-» in a row
    iri: int = 4_000  #: characters of one IRI; «?a<(((1>2» looks like one and is none


QUERY = Limits()
#: A writer sends whole graphs as INSERT DATA, in which nothing is nested or chained.
UPDATE = Limits(size=16 << 20)


@dataclass(frozen=True, kw_only=True)
class Checked:
    """A query or update that may be run."""

    text: str
    form: str  #: SELECT, ASK, CONSTRUCT, DESCRIBE, or UPDATE
    dataset: bool = False  #: it says FROM, USING or WITH: which graphs it reads is up to it
    volatile: bool = False  #: the same question may have another answer each time (NOW, RAND, UUID…)
    everything: bool = False  #: it is a SELECT *


_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH"})
_EMPTYING = frozenset({"CLEAR", "DROP", "COPY", "MOVE"})  # they empty whole graphs, and create and add do not
_CLAUSES = frozenset(
    {"OPTIONAL", "UNION", "MINUS", "FILTER", "BIND", "VALUES", "GRAPH", "SELECT", "AS", "EXISTS", "LATERAL", "HAVING"}
)
_GLUED = re.compile("OPTIONAL|UNION|MINUS|FILTER|BIND|VALUES|GRAPH|SELECT|EXISTS|LATERAL|HAVING")
_VOLATILE = re.compile("NOW|RAND|UUID|BNODE")
_OPEN = {"(": ")", "{": "}", "[": "]"}
_CLOSE = frozenset(_OPEN.values())
_OPERATORS = frozenset({"+", "-", "*", "|", "||", "&&", "!", "?", "<"})
_STEPS = frozenset({"/", "^"})
_SIGNS = frozenset({"!", "+", "-"})
_SEPARATORS = frozenset({".", ";", ","})
ELSEWHERE = "{} is refused: a query reads the graph it is given and nothing else"
_HIDDEN = re.compile(r"\\(?:u00|U000000)(?:0[AaDd]|22|27|3[CcEe]|5[Cc])")  # what would end a string or an IRI


def guard(query: str, limits: Limits = QUERY, *, prefixes: Collection[str] | None = None) -> Checked:
    """`query` as one that may be run; raises `QueryError`, with line and column where the fault has a place.

    Where `prefixes` are given, those that need no declaration, others must be declared.

    Takes time in proportion to the query. What passes is not always SPARQL: the engine says the rest.
    """
    found = _Watch(query=query, limits=limits, known=prefixes).watched()
    form = found.form
    if form in _UPDATES:
        raise QueryError("an update is refused: a query reads the graph and never changes it")
    if form not in _FORMS:
        raise QueryError(_no_form(query, found))
    return Checked(text=query, form=form, dataset=found.dataset, volatile=found.volatile, everything=found.everything)


def guard_update(update: str, limits: Limits = UPDATE, *, emptying: bool = False) -> Checked:
    """`update` as one that may be run; `emptying` allows CLEAR, DROP, COPY and MOVE, which empty whole graphs.

    Raises `QueryError` as `guard` does, and for LOAD, which would fetch.
    """
    found = _Watch(query=update, limits=limits, update=True, emptying=emptying).watched()
    if found.form in _FORMS:
        raise QueryError("a query is no update: send it to where queries are asked")
    if found.form not in _UPDATES:
        raise QueryError(_no_form(update, found))
    return Checked(text=update, form="UPDATE", dataset=found.dataset, volatile=found.volatile)


def _no_form(query: str, found: _Watch) -> str:
    if found.first is None:
        return "an empty query asks nothing"
    line, column = place(query, found.first.begin)
    wanted = "SELECT, ASK, CONSTRUCT or DESCRIBE" if not found.update else "INSERT, DELETE or the like"
    return f"no SPARQL: line {line}, column {column}: expected {wanted}"


@dataclass(kw_only=True)
class _Watch:
    """What has been seen of one query so far."""

    query: str
    limits: Limits
    update: bool = False
    emptying: bool = False
    form: str = ""
    first: Token | None = None  #: what stands where the form should
    dataset: bool = False
    volatile: bool = False
    everything: bool = False
    counts: Counter[str] = field(default_factory=Counter)
    open: list[str] = field(default_factory=list)  #: the brackets that are open, as what closes them
    known: Collection[str] | None = None  #: prefixes that need no declaration; none: they are not looked at
    declared: set[str] = field(default_factory=set)
    data: int = 0  #: the depth in which a block of VALUES or DATA began, which may be long; 0 outside of one
    data_next: bool = False
    signs: int = 0
    before: Token | None = None
    earlier: Token | None = None  #: the one before that

    def watched(self) -> _Watch:
        """Itself, after all tokens passed; raises `QueryError` at the first that is refused."""
        self._check_size()
        for token in tokens(self.query):
            if token.kind == "mark":
                self._mark(token)
            elif token.kind == "word":
                self._word(token)
            elif token.kind == "broken":
                self._refuse(token, f"no token begins with {token.text[:1]!r}", kind="no SPARQL")
            else:
                self._term(token)
            self._step(token)
        return self

    def _check_size(self) -> None:
        if len(self.query) > self.limits.size or len(self.query.encode("utf-8", "replace")) > self.limits.size:
            raise QueryError(f"the query is too long: more than {self.limits.size} bytes")

    def _step(self, token: Token) -> None:
        """What depends on the token before."""
        if self.signs and token.text not in _SIGNS:
            self.signs = 0
        self.earlier, self.before = self.before, token

    # --- terms ---

    def _term(self, token: Token) -> None:
        if token.kind in ("string", "iri") and "\\" in token.text and _HIDDEN.search(token.text):
            self._refuse(token, "write the character itself, not its number")
        if token.kind == "iri" and len(token.text) > self.limits.iri:
            self._refuse(token, f"an IRI of more than {self.limits.iri} characters")
        if token.kind == "name":
            self._name(token)
        if token.kind in ("name", "blank") and "SERVICE" in _after_two_dots(token):
            self._refuse(token, ELSEWHERE.format("SERVICE"))
        if self.form == "DESCRIBE" and not self.open and token.kind in ("iri", "name", "variable"):
            self._count(token, "clauses")

    def _name(self, token: Token) -> None:
        prefix = token.text.partition(":")[0]
        if self.before and self.before.text.upper() == "PREFIX":
            self.declared.add(prefix)
        elif self.update and not self.open and "LOAD" in prefix.upper():  # the engine reads «LOADex:x» as LOAD
            self._refuse(token, "LOAD is refused: nothing is fetched (give the prefix another name)")
        elif self.known is not None and prefix not in self.declared and prefix not in self.known:
            known = ", ".join(self.known)
            why = f"the prefix {prefix}: is not declared; without declaration there are: {known}"
            self._refuse(token, why, kind="no SPARQL")

    # --- marks ---

    def _mark(self, token: Token) -> None:
        mark = token.text
        if mark in _OPEN:
            self._opened(token)
        elif mark in _CLOSE:
            self._closed(mark)
        elif mark in _OPERATORS:
            self._operator(token)
            self.everything = self.everything or (mark == "*" and self._chooses())
        elif mark in _STEPS:
            self._count(token, "steps")
        elif mark in _SEPARATORS and not self.data and self.open[-1:] != [")"]:
            self._count(token, "patterns")
        if self.first is None:
            self.first = token

    def _opened(self, token: Token) -> None:
        self.open.append(_OPEN[token.text])
        if len(self.open) > self.limits.depth:
            self._refuse(token, f"the query is nested too deeply: more than {self.limits.depth} brackets")
        if token.text == "{":
            self._after_name()
            self._count(token, "clauses")
            if self.data_next and not self.data:
                self.data = len(self.open)
            self.data_next = False
        elif not self.data and self.open[-2:-1] != [")"]:
            self._count(token, "patterns")

    def _closed(self, mark: str) -> None:
        if self.open and self.open[-1] == mark:
            if len(self.open) == self.data:
                self.data = 0
            self.open.pop()

    def _operator(self, token: Token) -> None:
        if not self.data:
            self._count(token, "operators")
        if token.text in _SIGNS:
            self.signs += 1
            if self.signs > self.limits.repeated:
                self._refuse(token, f"more than {self.limits.repeated} signs in a row")

    def _chooses(self) -> bool:
        """Whether the columns of the whole answer stand next."""
        before = self.before.text.upper() if self.before else ""
        return not self.open and before in ("SELECT", "DISTINCT", "REDUCED")

    def _count(self, token: Token, kind: str) -> None:
        self.counts[kind] += 1
        most = getattr(self.limits, kind)
        if self.counts[kind] > most:
            self._refuse(token, f"the query is too long a chain: more than {most} {kind}")

    # --- words ---

    def _word(self, token: Token) -> None:
        word = token.text.upper()
        if word in _CLAUSES or _GLUED.search(word):
            self._count(token, "clauses")
        if "SERVICE" in word:
            self._refuse(token, ELSEWHERE.format("SERVICE"))
        self.dataset = self.dataset or word.startswith(("FROM", "USING", "WITH"))
        self.volatile = self.volatile or bool(_VOLATILE.search(word))
        self.data_next = self.data_next or word.endswith(("VALUES", "DATA"))
        if self.update:
            self._update_word(token, word)
        if not self.form and self.first is None and word not in ("PREFIX", "BASE", "VERSION"):
            self._begin(token, word)

    def _begin(self, token: Token, word: str) -> None:
        """The first word after the prologue; one that is stuck to the next is still what it begins with."""
        self.first = token
        self.form = next((form for form in sorted(_FORMS | _UPDATES) if word.startswith(form)), "")

    def _update_word(self, token: Token, word: str) -> None:
        if "LOAD" in word:
            self._refuse(token, "LOAD is refused: nothing is fetched")
        if not self.emptying and not self.open and word.startswith(tuple(_EMPTYING)):
            self._refuse(token, f"{word[:5].rstrip('S')} is refused: it empties whole graphs")

    def _after_name(self) -> None:
        """«SERVICEex:x {»: the engine reads the keyword out of what looks like a prefix."""
        name = self.before
        if name is None or name.kind != "name" or "SERVICE" not in _prefix(name):
            return
        if not (self.earlier and self.earlier.text.upper() == "GRAPH"):
            self._refuse(name, ELSEWHERE.format("SERVICE"))

    def _refuse(self, token: Token, why: str, *, kind: str = "refused") -> None:
        line, column = place(self.query, token.begin)
        raise QueryError(f"{kind}: line {line}, column {column}: {why}")


def _after_two_dots(name: Token) -> str:
    """What the engine reads for itself: it takes one dot into a name, where the grammar takes many."""
    return "".join(name.text.split(".", 2)[2:]).upper()


def _prefix(name: Token) -> str:
    return name.text.partition(":")[0].upper()
