"""Figures: numbers as French writes them, what they count, and what they measure."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from time import perf_counter

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from dispatchgraph.annotate import annotate
from dispatchgraph.annotate.snapshot import snapshot
from dispatchgraph.errors import KnowledgeError
from dispatchgraph.extract.amounts import find_amounts
from dispatchgraph.extract.figures import find_figures, measure_figures
from dispatchgraph.extract.numbers import find_numerals, fold, read_number
from dispatchgraph.extract.times import find_times
from dispatchgraph.languages import entries as reading
from dispatchgraph.languages import table
from dispatchgraph.languages.figures import MEASURES, figure_grammar
from dispatchgraph.model import Argument, Dispatch, FigureMention, Role, Span, Trigger
from dispatchgraph.parse import Parse


@cache
def parsed(text: str) -> Parse:
    return annotate(Dispatch(id="test", text=text, sha256=""))


def figures(text: str, *triggers: Trigger) -> tuple[FigureMention, ...]:
    doc = parsed(text)
    return measure_figures(doc, find_figures(doc, find_times(doc)), triggers)


def told(text: str, *triggers: Trigger) -> list[tuple[str, str]]:
    """Each figure's words and measure."""
    return [(f.span.of(text), f.measure) for f in figures(text, *triggers)]


def where(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def trigger(text: str, word: str, kind: str, **roles: str) -> Trigger:
    """A trigger of class `kind` at `word`, with the head words of its arguments by role."""
    head = where(text, word)
    given_roles: dict[Role, str] = roles  # type: ignore[assignment]
    arguments = tuple(Argument(role=role, head=where(text, noun)) for role, noun in given_roles.items())
    sentence = Span(0, len(text))
    return Trigger(
        span=head, head=head, sentence=sentence, type=kind, lemma=word, status="occurred", arguments=arguments
    )


# --- numbers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("15 000", ["15000"]),
        ("15\u00a0000 et 8\u202f000", ["15000", "8000"]),
        ("8.000 puis 1.234.567,5", ["8000", "1234567.5"]),
        ("1,03 million", ["1030000"]),
        ("2,5 milliards", ["2500000000"]),
        ("deux millions et demi", ["2500000"]),
        ("trois mille milliards", ["3000000000000"]),
        ("un demi-million", ["500000"]),
        ("une quinzaine", ["15"]),
        ("une bonne vingtaine", ["20"]),
        ("une demi-douzaine", ["6"]),
        ("une dizaine de milliers", ["10000"]),
        ("deux centaines", ["200"]),
        ("trente-deux, soixante et onze", ["32", "71"]),
        ("Quatre-vingt-dix-sept", ["97"]),
        ("quatre-vingts", ["80"]),
        ("septante et un, nonante-neuf", ["71", "99"]),
        ("mille neuf cent quatre-vingt-quatre", ["1984"]),
        ("deux millions trois cent mille douze", ["2300012"]),
        ("50 mille", ["50000"]),
        ("trois quatre", ["3", "4"]),
        ("2014 300 personnes", ["2014", "300"]),
        ("3M€ et 20km", ["3", "20"]),
        ("-3,2 %", ["-3.2"]),
        ("G7, F-16, A320, 5G, 2-1, 16:30, 12/05/2019, 49.3", []),
        ("1er, 2e, 3ème, XXe, 16H53", []),
        ("le 01 42 33 44 55", []),
        ("les millions de gens, des cents", []),
        ("un", ["1"]),
    ],
)
def test_numerals_are_read_as_written(text: str, values: list[str]) -> None:
    assert [str(n.value) for n in find_numerals(text)] == values


@given(st.integers(0, 10**9), st.sampled_from([" ", "\u00a0", "\u202f", "\u2009", ".", ""]))
def test_any_whole_number_round_trips_with_any_separator(n: int, mark: str) -> None:
    written = f"{n:,}".replace(",", mark)
    numerals = find_numerals(f"Il y en a {written}, dit-on.")
    assert [(x.value, x.span) for x in numerals] == [(Decimal(n), Span(10, 10 + len(written)))]


@given(st.integers(0, 10**6), st.integers(1, 999))
def test_any_decimal_fraction_round_trips(whole: int, fraction: int) -> None:
    written = f"{whole:,}".replace(",", " ") + "," + f"{fraction:03d}".rstrip("0")
    assert read_number(written, language="fr") == Decimal(f"{whole}.{fraction:03d}")


UNITS = [
    "zéro",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
]
TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante", 80: "quatre-vingt"}


def in_words(n: int) -> str:
    """The French name of a whole number below a million."""
    if n < 17:
        return UNITS[n]
    if n < 20:
        return f"dix-{UNITS[n - 10]}"
    if n < 100:
        base = max(t for t in TENS if t <= n)
        if n == base:
            return TENS[base] + ("s" if base == 80 else "")
        joint = " et " if (n - base) in {1, 11} and base != 80 else "-"
        return TENS[base] + joint + in_words(n - base)
    if n < 1000:
        hundreds, rest = divmod(n, 100)
        head = "cent" if hundreds == 1 else f"{UNITS[hundreds]} cent" + ("s" if rest == 0 else "")
        return head if rest == 0 else f"{head.removesuffix('s')} {in_words(rest)}"
    thousands, rest = divmod(n, 1000)
    head = "mille" if thousands == 1 else f"{in_words(thousands)} mille".replace("cents mille", "cent mille")
    head = head.replace("quatre-vingts mille", "quatre-vingt mille")
    return head if rest == 0 else f"{head} {in_words(rest)}"


@given(st.integers(0, 999_999))
def test_any_number_in_words_round_trips(n: int) -> None:
    assert read_number(in_words(n), language="fr") == n


# --- ranges, bounds, units --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value", "upper", "bound", "unit"),
    [
        ("au moins 324 civils", "324", None, "atLeast", None),
        ("pas moins d'une centaine", "100", None, "atLeast", None),
        ("plus de 50 000", "50000", None, "moreThan", None),
        ("plus d’une centaine", "100", None, "moreThan", None),
        ("dépasser de loin les 100.000", "100000", None, "moreThan", None),
        ("jusqu'à près de 300", "300", None, "atMost", None),
        ("moins de 3 %", "3", None, "lessThan", "percent"),
        ("quelque deux millions", "2000000", None, "about", None),
        ("une quinzaine de kilomètres", "15", None, "about", "kilometre"),
        ("entre 20 et 30", "20", "30", None, None),
        ("20 à 25 millions d'euros", "20000000", "25000000", None, "EUR"),
        ("vingt à trente mille", "20000", "30000", None, None),
        ("800.000 à 1,2 million", "800000", "1200000", None, None),
        ("de 3 à 5 %", "3", "5", None, "percent"),
        ("entre 3 % et 5 %", "3", "5", None, "percent"),
        ("deux ou trois jours", "2", "3", None, "day"),
        ("un an et demi", "1.5", None, None, "year"),
        ("2,5 milliards de dollars", "2500000000", None, None, "USD"),
        ("300 dollars canadiens", "300", None, None, "CAD"),
        ("40 livres sterling", "40", None, None, "GBP"),
        ("40 livres", "40", None, None, None),
        ("10 francs CFA", "10", None, None, None),
        ("$100 millions", "100000000", None, None, "USD"),
        ("2,5 Mds€", "2500000000", None, None, "EUR"),
        ("15 °C", "15", None, None, "degree"),
        ("120 km/h", "120", None, None, "kilometre per hour"),
        ("12 M. Dupont", "12", None, None, None),
    ],
)
def test_an_amount_has_its_bound_range_and_unit(
    text: str, value: str, upper: str | None, bound: str | None, unit: str | None
) -> None:
    (amount,) = find_amounts(text)
    code = amount.unit.code if amount.unit else None
    assert (str(amount.value), amount.upper and str(amount.upper), amount.bound, code) == (value, upper, bound, unit)


@pytest.mark.parametrize(
    "text", ["est passé de 3 à 5 %", "a perdu 3 % à 12 euros", "battu 3 à 1", "107 voix contre 36"]
)
def test_two_levels_prices_or_scores_are_no_range(text: str) -> None:
    assert [a.upper for a in find_amounts(text)] == [None, None]


# --- what is counted -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Au moins 128 ouvriers ont manifesté.", [("128", "ouvriers", "atLeast")]),
        ("L'armée a annoncé la mort de onze de ses soldats.", [("onze", "soldats", "exactly")]),
        (
            "Plus de 50 000 des 250 000 habitants ont fui.",
            [("50 000", "habitants", "moreThan"), ("250 000", "habitants", "exactly")],
        ),
        ("Environ 60 % des électeurs ont voté.", [("60", "électeurs", "about")]),
        ("Trois personnes au moins ont péri.", [("Trois", "personnes", "atLeast")]),
        ("Un séisme de magnitude 6,1 a frappé le Népal.", [("6,1", "magnitude", "exactly")]),
        ("L'attaque a fait un mort et trois blessés.", [("un", "mort", "exactly"), ("trois", "blessés", "exactly")]),
        ("Une dizaine de millions d'euros ont été versés.", [("Une dizaine de millions", None, "about")]),
        (
            "Le nombre de grévistes était estimé à 8000 par la direction et 15 000 par les syndicats.",
            [("8000", "grévistes", "exactly"), ("15 000", "grévistes", "exactly")],
        ),
        (
            "Le Sénat a adopté le texte par 52 voix contre 48 et 3 abstentions.",
            [("52", "voix", "exactly"), ("48", "voix", "exactly"), ("3", "abstentions", "exactly")],
        ),
        (
            "Quatre Français et trois Palestiniens ont été tués.",
            [("Quatre", "Français", "exactly"), ("trois", "Palestiniens", "exactly")],
        ),
    ],
)
def test_a_figure_counts_its_noun(text: str, expected: list[tuple[str, str | None, str]]) -> None:
    found = [(f.number.of(text), f.noun and f.noun.of(text), f.bound) for f in figures(text)]
    assert found == expected


def test_a_bare_number_counts_what_the_sentence_before_counted() -> None:
    text = "Quelque 50.000 personnes ont défilé, selon les organisateurs. La police n'en a compté que 12.000."
    assert [(f.number.of(text), f.noun and f.noun.of(text), f.measure) for f in figures(text)] == [
        ("50.000", "personnes", "strength"),
        ("12.000", "personnes", "strength"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Le suspect, âgé de 22 ans, a été libéré.",
        "Jean Dupont, 22 ans, a été libéré.",
        "Elle est morte à 88 ans. Les moins de 18 ans sont exclus.",
        "Jean Dupont (73 ans) a été élu.",
        "Un homme de 35 ans et une femme de 28 ans sont morts.",
        "En 2014, le budget 2019 n'était pas voté.",
        "L'article 49 a été utilisé, comme l'article 49.3.",
        "Le vol 370 a disparu. Le G7 se réunit. La ligne 13 est fermée.",
        "Les deux pays ont signé. Les 27 ont voté.",
        "Le deuxième tour et la 3e étape.",
        "Un médecin et une infirmière ont parlé. L'un des élus a refusé.",
        "Paris l'a emporté 2-1, puis 3 à 1.",
        "Il a gagné deux fois, avec deux tiers des suffrages.",
        "La séance commence à 16H53, puis à 18 heures.",
        "Les Vingt-Sept et les 24 Heures du Mans",
        "Le film «Les Quatre Cents Coups» est sorti.",
        "Joindre le 01 42 33 44 55.",
        "Des milliers de personnes, plusieurs blessés, quelques dizaines de manifestants.",
        "Deux vols sur cinq sont annulés, 24 heures sur 24.",
        "Il y a deux ans, dans trois jours, depuis six mois.",
    ],
)
def test_what_counts_nothing_is_no_figure(text: str) -> None:
    assert figures(text) == ()


@pytest.mark.parametrize(
    "text", ["Il a été condamné à 15 ans.", "Une peine de 15 ans", "Un contrat de 15 ans", "Il a tenu 15 ans."]
)
def test_years_that_something_lasts_are_no_age(text: str) -> None:
    assert [(f.value, f.unit, f.measure) for f in figures(text)] == [(15, "year", "duration")]


def test_vague_plurals_are_read_only_on_demand() -> None:
    doc = parsed("Des dizaines de milliers de manifestants ont défilé.")
    assert find_figures(doc) == ()
    (figure,) = find_figures(doc, vague=True)
    assert (figure.value, figure.bound) == (10000, "moreThan")


def test_sums_and_years_of_prison_are_durations_and_amounts() -> None:
    text = "Il a été condamné à un an de prison et 10.000 euros d'amende."
    assert [(f.span.of(text), f.unit, f.measure) for f in figures(text)] == [
        ("un an", "year", "duration"),
        ("10.000 euros", "EUR", "amount"),
    ]


# --- what is measured -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Au moins 324 civils ont été tués.", [("Au moins 324 civils", "killed")]),
        (
            "L'ouragan a fait 43 morts, 27 en Floride et 16 à Cuba.",
            [("43 morts", "killed"), ("27", "killed"), ("16", "killed")],
        ),
        ("Deux soldats tués et cinq autres blessés.", [("Deux soldats", "killed"), ("cinq autres blessés", "injured")]),
        ("La police a arrêté 15 personnes.", [("15 personnes", "arrested")]),
        ("Près de 4.000 habitants ont été évacués.", [("Près de 4.000 habitants", "evacuated")]),
        ("La commune compte 4.000 habitants.", [("4.000 habitants", "population")]),
        ("Plus de 300 manquaient à l'appel.", [("Plus de 300", "missing")]),
        ("Quelque 10.000 personnes ont manifesté.", [("Quelque 10.000 personnes", "strength")]),
        ("Le groupe emploie 5.000 personnes.", [("5.000 personnes", "strength")]),
        ("Le groupe va supprimer 500 emplois.", [("500 emplois", "other")]),
        ("Les ventes ont baissé de 12 %.", [("12 %", "change")]),
        ("Le PIB est en hausse de 0,3 %.", [("0,3 %", "change")]),
        ("Le taux de chômage est passé de 8,5 % à 9,2 %.", [("8,5 %", "share"), ("9,2 %", "share")]),
        ("Elle a obtenu 66,1 % des voix.", [("66,1 % des voix", "share")]),
        ("Portant à 125 le nombre de morts", [("125", "killed")]),
        ("Le nombre de chômeurs a augmenté de 25.000.", [("25.000", "change")]),
        ("La trêve a duré trois jours.", [("trois jours", "duration")]),
    ],
)
def test_without_triggers_verbs_and_nouns_tell_the_measure(text: str, expected: list[tuple[str, str]]) -> None:
    assert told(text) == expected


def test_a_trigger_tells_the_measure_of_who_stands_in_its_role() -> None:
    text = "Vingt-deux policiers ont été touchés par des pierres."
    hurt = trigger(text, "touchés", "Injure", patient="policiers")
    (figure,) = figures(text, hurt)
    assert (figure.measure, figure.event) == ("injured", hurt.head)
    assert told(text) == [("Vingt-deux policiers", "strength")]


def test_an_event_that_measures_nothing_is_still_the_figure_s_event() -> None:
    text = "Trois groupes rebelles ont rejeté l'offre."
    refused = trigger(text, "rejeté", "Reject", agent="groupes")
    (figure,) = figures(text, refused)
    assert (figure.measure, figure.event) == ("other", refused.head)


def test_those_who_are_freed_are_no_strength() -> None:
    text = "Les rebelles ont libéré 12 soldats."
    assert told(text, trigger(text, "libéré", "Release", patient="soldats")) == [("12 soldats", "other")]


def test_the_dead_of_a_strike_are_dead_whatever_the_event() -> None:
    text = "Les secours ont soigné 72 blessés."
    assert told(text, trigger(text, "soigné", "Aid", patient="blessés")) == [("72 blessés", "injured")]


def test_nothing_befalls_the_whole_that_a_number_is_taken_from() -> None:
    text = "Plus de 50 000 des 250 000 habitants ont fui."
    fled = trigger(text, "fui", "Flee", agent="habitants")
    first, second = figures(text, fled)
    assert (first.measure, first.event) == ("displaced", fled.head)
    assert (second.measure, second.event) == ("population", None)


def test_a_duration_belongs_to_the_event_it_complements() -> None:
    text = "Une trêve de 72 heures est entrée en vigueur."
    (figure,) = figures(text, trigger(text, "trêve", "Ceasefire"))
    assert figure.event == where(text, "trêve")


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("Au moins 324 civils ont été tués, dont 44 enfants.", ["killed", "killed"]),
        ("73 personnes, dont 29 enfants, ont péri.", ["killed", "killed"]),
        ("Trente personnes ont été arrêtées, dont cinq pour émeute.", ["arrested", "arrested"]),
        ("L'attaque a fait trois blessés, dont deux grièvement.", ["injured", "injured"]),
    ],
)
def test_a_part_measures_what_its_whole_does(text: str, measures: list[str]) -> None:
    whole, part = figures(text)
    assert [whole.measure, part.measure] == measures
    assert part.subset_of == whole.number and whole.subset_of is None


def test_parts_may_be_several() -> None:
    text = "Douze personnes ont été tuées, dont trois enfants et deux femmes."
    whole, *parts = figures(text)
    assert [p.subset_of for p in parts] == [whole.number, whole.number]


# --- promises -------------------------------------------------------------------------------------------


def test_spans_are_true_to_the_text_as_read() -> None:
    text = "Plus d’une centaine de soldats et 15\u00a0000 civils ont été tués."
    assert told(text) == [("Plus d’une centaine de soldats", "killed"), ("15\u00a0000 civils", "killed")]


@given(st.text(alphabet="un deuxcentmillon 0123456789.,'-%€$ dont«»", max_size=120))
def test_any_text_is_read_without_error(text: str) -> None:
    for amount in find_amounts(text):
        assert 0 <= amount.span.begin <= amount.number.begin < amount.number.end <= amount.span.end <= len(text)
        assert amount.upper is None or amount.upper > amount.value


@pytest.mark.parametrize("unit", ["12 morts, ", "deux ", "1.000 ", "dont 3 ", "une dizaine de ", "« 3 », ", "9"])
def test_reading_takes_time_in_proportion_to_the_text(unit: str) -> None:
    nlp = spacy.blank("fr")
    nlp.add_pipe("sentencizer")

    def seconds(times: int) -> float:
        doc, best = snapshot(nlp(unit * times)), []
        for _ in range(3):
            begin = perf_counter()
            measure_figures(doc, find_figures(doc))
            best.append(perf_counter() - begin)
        return min(best)

    seconds(1)
    assert seconds(4000) < 12 * seconds(1000) + 0.1


def test_folding_moves_no_character() -> None:
    text = "l’an\u00a02016 ‑ 3\u202f000"
    assert len(fold(text)) == len(text)


def test_every_measure_in_the_lexicon_is_one_of_the_contract() -> None:
    grammar = figure_grammar("fr")
    used = {*grammar.nouns.values(), *grammar.of_nouns.values(), *(e.measure for e in grammar.events.values())}
    assert used <= MEASURES


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"bound": [{"bound": "nearly", "before": ["presque"]}]}, "unknown bound 'nearly'"),
        ({"noun": [{"measure": "dead", "lemmas": ["mort"]}]}, r"\[\[noun\]\] 1: unknown measure 'dead'"),
        ({"noun": [{"measure": "killed", "lemma": ["mort"]}]}, "unknown key lemma"),
        ({"unit": [{"kind": "weight", "words": ["kg"]}]}, "unknown kind 'weight'"),
        ({"verb": [{"measure": "killed", "role": "agent", "lemmas": ["tuer"]}]}, "unknown role 'agent'"),
        ({"currency": {"euro": ["euro"]}}, "no ISO 4217 code: 'euro'"),
        ({"scales": {"million": "beaucoup"}}, "no positive whole number: million"),
        ({"age": {}}, r"\[age\]: lacks below"),
        ({"figures": {}}, "unknown table figures"),
    ],
)
def test_a_wrong_entry_is_refused_by_file_and_entry(
    change: dict[str, object], complaint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "table", lambda language, name: {**table("fr", "figures"), **change})
    with pytest.raises(KnowledgeError, match=rf"languages/xx/figures\.toml.*{complaint}"):
        figure_grammar.__wrapped__("xx")


@pytest.mark.parametrize(
    ("text", "figures_told"),
    [
        ("Il faut attendre jusqu'à une réunion de ce groupe.", []),
        ("La peine va jusqu'à un an de prison.", ["jusqu'à un an"]),
        ("L'attaque a fait au moins un mort.", ["au moins un mort"]),
    ],
)
def test_one_behind_until_is_an_article_and_not_a_figure(text, figures_told):
    assert [words for words, _ in told(text)] == figures_told
