"""What grammar forbids in a parse is put right: hand-made parses, one fault each."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc, Span

from dispatchgraph.annotate.snapshot import snapshot
from dispatchgraph.extract.repair import repair
from dispatchgraph.model import Span as Stretch
from dispatchgraph.model import TimeExpression

PARTICIPLE = "VerbForm=Part|Tense=Past|Gender=Masc|Number=Sing"


@pytest.fixture(scope="module")
def vocab():
    return spacy.blank("fr").vocab


@pytest.fixture
def parse(vocab):
    """A doc of rows «word lemma POS relation head [morphology]», repaired; `times` are words that say when."""

    def made(
        rows: str, *, times: tuple[str, ...] = (), names: tuple[tuple[int, int], ...] = ()
    ) -> dict[str, tuple[str, str]]:
        table = [row.split() for row in rows.strip().splitlines()]
        doc = Doc(
            vocab,
            words=[r[0] for r in table],
            lemmas=[r[1] for r in table],
            pos=[r[2] for r in table],
            deps=[r[3] for r in table],
            heads=[int(r[4]) for r in table],
            morphs=[r[5] if len(r) > 5 else "" for r in table],
        )
        doc.ents = [Span(doc, a, b, label="ORG") for a, b in names]
        spans = [Stretch(t.idx, t.idx + len(t.text)) for t in doc if t.text in times]
        parsed = snapshot(doc)
        repair(parsed, [TimeExpression(span=s, form="weekday", value={"weekday": 0}) for s in spans])
        return {t.text: (t.dep_, t.head.text) for t in parsed}

    return made


def test_what_hangs_on_an_auxiliary_hangs_on_its_verb(parse):
    found = parse("""
        rebelles rebelle NOUN nsubj 1
        ont avoir AUX aux:tense 2
        fui fuir VERB ROOT 2 VerbForm=Part|Tense=Past
    """)
    assert found["rebelles"] == ("nsubj", "fui")


def test_a_day_has_no_complement(parse):
    found = parse(
        """
        Elle elle PRON nsubj 1
        discute discuter VERB ROOT 1 Mood=Ind
        lundi lundi NOUN obl:mod 1
        du de ADP case 4
        départ départ NOUN nmod 2
        """,
        times=("lundi",),
    )
    assert found["départ"] == ("obl:arg", "discute")


def test_the_words_of_one_name_hang_together(parse):
    found = parse(
        """
        attaqué attaquer VERB ROOT 0 VerbForm=Part|Tense=Past
        par par ADP case 2
        Boko Boko PROPN obl:agent 0
        Haram Haram PROPN nsubj 0
        """,
        names=((2, 4),),
    )
    assert found["Haram"] == ("flat:name", "Boko")


def test_of_two_subjects_the_second_is_the_object(parse):
    found = parse(f"""
        police police NOUN nsubj 2
        a avoir AUX aux:tense 2
        arrêté arrêter VERB ROOT 2 {PARTICIPLE}
        Leroy Leroy PROPN nsubj 2
    """)
    assert found["Leroy"] == ("obj", "arrêté")


def test_two_participles_share_an_auxiliary_and_each_keeps_what_follows_it(parse):
    found = parse(f"""
        parquet parquet NOUN nsubj 2
        a avoir AUX aux:tense 2
        ouvert ouvrir VERB ROOT 2 {PARTICIPLE}
        enquête enquête NOUN obj 2
        et et CCONJ cc 5
        saisi saisir VERB conj 3 {PARTICIPLE}
        documents document NOUN obj 2
    """)
    assert found["saisi"] == ("conj", "ouvert")
    assert found["enquête"] == ("obj", "ouvert")
    assert found["documents"] == ("obj", "saisi")


def test_a_name_after_et_goes_with_the_name_before_it(parse):
    found = parse("""
        pourparlers pourparlers NOUN ROOT 0
        entre entre ADP case 2
        Japon Japon PROPN nmod 0
        et et CCONJ cc 4
        Corée Corée PROPN conj 0
    """)
    assert found["Corée"] == ("conj", "Japon")


def test_two_names_before_a_verb_are_both_its_subjects(parse):
    found = parse(f"""
        Renault Renault PROPN ROOT 0
        et et CCONJ cc 4
        Nissan Nissan PROPN nsubj 4
        ont avoir AUX aux:tense 4
        fusionné fusionner VERB conj 0 {PARTICIPLE}
    """)
    assert found["fusionné"] == ("ROOT", "fusionné")
    assert found["Renault"] == ("nsubj", "fusionné")
