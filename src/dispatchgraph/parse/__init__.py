"""A parse in plain Python: its words, what each hangs on, and the sentences they stand in.

What the model found is taken over once, so that the rules may ask it a hundred times a word without crossing into C
for each answer. The names are those of spaCy (`lower_`, `dep_`, `children`), and so is the meaning of all that
follows from heads: where the words below a word begin and end, and where a word without head makes a sentence.

A parse changes only by `Word.hang`, `Word.relate` and `Word.retag`. What was asked of its words by a function marked
`remembered` is kept until then.
"""

from dispatchgraph.parse.memory import remembered
from dispatchgraph.parse.tree import Parse
from dispatchgraph.parse.words import Word, Words, features

__all__ = ["Parse", "Word", "Words", "features", "remembered"]
