"""Each word of a batch looked up once in the model's tables, however often it stands there.

spaCy's models turn each token into numbers by what it looks like (its norm, beginning, end, shape) and by its vector,
wherever it stands; what stands around it comes after. Of some thousand words of news two thirds have stood before.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from thinc.api import Model

__all__ = ["look_up_once"]


def look_up_once(nlp: Language) -> None:
    """Let each component of `nlp` that looks words up do it once a batch; those of another build stay as they are."""
    for name in nlp.pipe_names:
        model: Any = getattr(nlp.get_pipe(name), "model", None)
        for node in list(model.walk()) if model is not None else ():
            if node.has_ref("embed") and node.layers[0] is node.get_ref("embed") and _is_known(node.layers[0]):
                node.layers[0] = _once(node.layers[0])


def _is_known(embed: Any) -> bool:
    """Whether a layer looks words up by features and by vectors, mixes both, and does nothing else."""
    if [layer.name.split("(")[0].split(">")[0] for layer in embed.layers[1:]] != ["with_array", "ragged2list"]:
        return False
    looked_up = embed.layers[0].layers
    by_features = [layer.name.split("(")[0] for layer in looked_up[0].layers]
    return by_features == ["extract_features", "list2ragged", "with_array"] and looked_up[1].name == "static_vectors"


def _once(embed: Any) -> Model[list[Doc], list[Any]]:
    """The layer `embed`, for prediction alone: the same numbers for the same words."""
    from spacy.attrs import ORTH
    from spacy.tokens import Doc
    from thinc.api import Model

    by_features, by_vectors = embed.layers[0].layers
    columns = by_features.layers[0].attrs["columns"]
    features, mix = by_features.layers[2].layers[0], embed.layers[1].layers[0]

    def forward(model: Any, docs: list[Doc], is_train: bool) -> tuple[list[Any], Callable[[Any], Any]]:
        told: Any = [doc.to_array([ORTH, *columns]) for doc in docs]
        tokens = np.concatenate(told)
        first, kinds = _distinct(tokens)
        words = Doc(docs[0].vocab, words=[docs[0].vocab.strings[int(orth)] for orth in tokens[first, 0]])
        looks = features.predict(np.ascontiguousarray(tokens[first, 1:]))
        mixed = mix.predict(np.hstack([looks, by_vectors.predict([words]).data]))
        ends = np.cumsum([len(doc) for doc in docs])[:-1]
        return np.split(mixed[kinds], ends), _untrainable

    return Model("look_up_once", forward, layers=[embed], ops=embed.ops)


def _distinct(tokens: Any) -> tuple[Any, Any]:
    """The place of one row of each kind, and for each row which kind it is."""
    order = np.lexsort(tokens.T)
    rows = tokens[order]
    opens = np.ones(len(rows), bool)  # a kind
    opens[1:] = (rows[1:] != rows[:-1]).any(axis=1)
    kinds = np.empty(len(rows), np.intp)
    kinds[order] = np.cumsum(opens) - 1
    return order[opens], kinds


def _untrainable(change: Any) -> Any:
    raise NotImplementedError("this model is for reading")
