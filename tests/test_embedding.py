"""Words that are looked up once a batch are turned into the numbers that spaCy turns them into each time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from dispatchgraph.annotate import pipeline_of
from dispatchgraph.annotate.embedding import _distinct, look_up_once

GOLD = sorted((Path(__file__).parent / "gold").glob("*.txt"))[:6]


def once_in(nlp, name):
    return [node for node in nlp.get_pipe(name).model.walk() if node.name == "look_up_once"]


@pytest.mark.parametrize("name", ["tok2vec", "ner"])
def test_words_are_turned_into_the_same_numbers(name):
    nlp = pipeline_of("fr")
    (once,) = once_in(nlp, name)
    (each,) = once.layers
    docs = [nlp.make_doc(path.read_text("utf-8")) for path in GOLD]
    docs += [nlp.make_doc("Le Mali"), nlp.make_doc("le  Mali \n\n le"), Doc(nlp.vocab, words=["Le"], spaces=[True])]
    for found, wanted in zip(once.predict(docs), each.predict(docs), strict=True):
        assert found.shape == wanted.shape
        np.testing.assert_allclose(found, wanted, atol=1e-5)


def test_a_model_of_another_build_stays_as_it_is():
    nlp = spacy.blank("fr")
    nlp.add_pipe("tok2vec")  # its words have no vectors
    nlp.initialize()
    look_up_once(nlp)
    assert once_in(nlp, "tok2vec") == []


def test_a_model_that_looks_up_once_learns_nothing():
    (once,) = once_in(pipeline_of("fr"), "ner")
    _, learn = once([pipeline_of("fr").make_doc("Le Mali")], is_train=True)
    with pytest.raises(NotImplementedError, match="for reading"):
        learn([])


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(2**64 - 2, 2**64 - 1)), min_size=1))
def test_each_row_is_of_the_kind_of_its_equals(rows):
    tokens = np.array(rows, dtype=np.uint64)
    first, kinds = _distinct(tokens)
    assert len(first) == len(set(rows))
    assert (tokens[first][kinds] == tokens).all()
