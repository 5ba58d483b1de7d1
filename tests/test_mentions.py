"""Which words denote entities, of which class, and which identity the gazetteer gives them."""

from __future__ import annotations

import pytest

from dispatchgraph.annotate import annotate
from dispatchgraph.extract.mentions import find_mentions
from dispatchgraph.read import read_text

# What is still read wrong: (sentence, label) → what is got instead. A fault that is mended fails here; then it goes.
FAULTS: dict[tuple[str, str], str] = {}


def told(*rows):
    """Rows of sentence, label and class; those that are still read wrong are marked."""
    marked = [
        pytest.param(*r, marks=pytest.mark.xfail(strict=True, reason=FAULTS[r[:2]])) if r[:2] in FAULTS else r
        for r in rows
    ]
    return pytest.mark.parametrize(("text", "label", "type_"), marked)


def mentions(text, known):
    doc = annotate(read_text(text, id="essai", date="2024-03-13", language="fr"))
    return find_mentions(doc, known).all


@told(
    ("Marie Blanc a démissionné.", "Marie Blanc", "Person"),
    ("Le procureur Jean-Yves Le Goff a inculpé un policier.", "Jean-Yves Le Goff", "Person"),
    ("Abou Omar al-Masri a été tué à Mossoul.", "Abou Omar al-Masri", "Person"),
    ("La chanteuse Nina Ross a vendu sa maison.", "Nina Ross", "Person"),
    ("M. Girard a démissionné.", "Girard", "Person"),
    ("Ursula von der Leyen a condamné l'attaque.", "Ursula von der Leyen", "Person"),
)
def test_a_person_is_a_person(reading, text, label, type_):
    assert reading(text).entity(label).type == type_


@told(
    ("Airbus a racheté Hensoldt.", "Airbus", "Company"),
    ("La société Kernel a licencié 30 salariés.", "Kernel", "Company"),
    ("Le Parti socialiste a voté contre la loi.", "Parti socialiste", "PoliticalParty"),
    ("Amnesty International a condamné l'attaque.", "Amnesty International", "NGO"),
    ("L'Otan a condamné l'attaque.", "Organisation du traité de l'Atlantique nord", "IntergovernmentalOrganization"),
    ("Le Hamas a libéré deux otages.", "Hamas", "ArmedGroup"),
    ("Le groupe armé Ansar a attaqué Gao.", "Ansar", "ArmedGroup"),
    ("L'armée congolaise a repris Goma.", "armée congolaise", "MilitaryForce"),
    ("La Cour suprême a annulé la loi.", "Cour suprême", "Court"),
    ("Le tribunal de Lyon a condamné Marc Leroy.", "tribunal de Lyon", "Court"),
    ("Le gouvernement italien a condamné l'attaque.", "gouvernement italien", "Government"),
    ("Le Sénat a adopté la loi.", "Sénat", "Legislature"),
    ("Le Sénat italien a adopté la loi.", "Sénat italien", "Legislature"),
    ("L'agence Reuters a rapporté la mort de deux soldats.", "Reuters", "NewsAgency"),
)
def test_a_body_has_the_class_of_its_kind(reading, text, label, type_):
    assert reading(text).entity(label).type == type_


@told(
    ("Le Togo a signé le traité.", "Togo", "Country"),
    ("Un séisme a frappé Lima.", "Lima", "City"),
    ("La ville de Kindu a été attaquée.", "Kindu", "City"),
    ("Les combats font rage dans la province du Nord-Kivu.", "Nord-Kivu", "Region"),
    ("Un incendie a détruit l'hôpital de Gao.", "hôpital de Gao", "Facility"),
    ("Une bombe a explosé dans le quartier de Bastos.", "Bastos", "District"),
)
def test_a_place_has_the_class_of_its_kind(reading, text, label, type_):
    assert reading(text).entity(label).type == type_


@told(
    ("Les rebelles ont attaqué Goma.", "rebelles", "Group"),
    ("Trois civils ont été tués à Gao.", "civils", "Group"),
    ("Des habitants de Goma ont fui.", "habitants de Goma", "Group"),
    ("L'opposition a rejeté la loi.", "opposition", "Group"),
    ("L'Inde a signé le traité.", "traité", "Document"),
    ("Le Sénat a adopté la loi.", "loi", "Document"),
    ("La Chine a mis son veto à la résolution.", "résolution", "Document"),
)
def test_a_description_has_the_class_of_its_noun(reading, text, label, type_):
    assert reading(text).entity(label).type == type_


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("La Russie a protesté.", "russie"),
        ("Moscou a condamné l'attaque.", "russie"),
        ("Le Kremlin a condamné l'attaque.", "russie"),
        ("Les Russes ont quitté Kherson.", "russie"),
        ("Le veto russe a surpris.", "russie"),
        ("Washington a condamné l'attaque.", "etats-unis"),
        ("Les États-Unis ont condamné l'attaque.", "etats-unis"),
        ("Les Etats-Unis ont condamné l'attaque.", "etats-unis"),
        ("L'Elysée a condamné l'attaque.", "france"),
        ("Selon Pékin, l'attaque a fait douze morts.", "chine"),
    ],
)
def test_a_state_is_one_by_all_its_names(reading, text, key):
    assert key in {e.key for e in reading(text).record.entities}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Une réunion s'est tenue à Moscou.", "moscou"),
        ("Paul Girard est arrivé à Washington mardi.", "washington"),
        ("Des manifestants ont défilé dans les rues d'Ankara.", "ankara"),
        ("Un incendie a touché le centre de Pékin.", "pekin"),
    ],
)
def test_a_capital_as_a_place_is_the_place(reading, text, key):
    assert {e.key: e.type for e in reading(text).record.entities}.get(key) == "City"


def test_an_adjective_of_two_nationalities_names_both(reading):
    assert {"Russie", "États-Unis"} <= reading("Les pourparlers russo-américains ont échoué.").labels


def test_a_place_lies_in_its_country(reading):
    assert reading("Un séisme a frappé Lima.").entity("Lima").located_in == ("perou",)


def test_typographic_and_plain_apostrophes_give_one_reading(reading):
    plain, curly = (reading(f"L{a}armée a repris la ville d{a}Alep. L{a}Otan a salué l{a}opération.") for a in "'’")
    assert [(e.key, e.type, e.mentions) for e in plain.record.entities] == [
        (e.key, e.type, e.mentions) for e in curly.record.entities
    ]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Le TGV est arrivé à 15H00 GMT.", "GMT"),
        ("Lundi, le ministre a démissionné.", "Lundi"),
        ("Il a plu à Noël.", "plu"),
        ("« Merci », a dit Marie Blanc.", "Merci"),
        ("Mme Blanc a démissionné.", "Mme"),
        ("Après l'attaque, Goma a été évacuée.", "Après"),
    ],
)
def test_a_capital_letter_alone_makes_no_name(reading, text, wrong):
    assert wrong not in reading(text).labels


def test_a_persons_title_is_no_part_of_the_name(reading):
    assert reading("Le général Ali Noor a été tué.").entity("Ali Noor").label == "Ali Noor"


@pytest.mark.parametrize(
    ("text", "name", "description"),
    [
        ("Le Premier ministre Paul Girard a démissionné.", "Paul Girard", "Le Premier ministre"),
        ("Paul Girard, directeur de l'OMS, a démissionné.", "Paul Girard", "directeur de l'OMS"),
        ("La présidente du Mexique Claudia Sheinbaum a parlé.", "Claudia Sheinbaum", "La présidente du Mexique"),
        ("Le maire, Ali Noor, a démissionné.", "Ali Noor", "Le maire"),
    ],
)
def test_a_description_beside_a_name_is_of_that_name(reading, text, name, description):
    assert description in reading(text).mentions(name)


def test_a_description_of_two_names_is_of_neither_alone(reading):
    told = reading("Les ministres Paul Girard et Anne Petit ont démissionné.")
    assert told.roles("Resign") == {"agent": {"Paul Girard", "Anne Petit"}}


# --- the extractor alone ----------------------------------------------------------------------------------------------

TEXT = (
    "Le président chilien Gabriel Boric a rencontré le chef de l’ONU à Lima. Elle a salué le Pérou. "
    "« Je pars », a-t-il dit."
)


def test_names_descriptions_and_pronouns_come_in_text_order_with_true_offsets(known):
    found = [m for m in mentions(TEXT, known) if m.kind != "adjective"]
    assert found == sorted(found, key=lambda m: m.span)
    assert all(m.span.covers(m.head) and m.sentence.covers(m.span) for m in found)
    assert all(m.text in m.span.of(TEXT).replace("’", "'") for m in found if m.kind in {"name", "nominal"})


def test_no_two_names_overlap(known):
    names = [m.span for m in mentions(TEXT, known) if m.kind == "name"]
    assert all(a.overlap(b) == 0 for a in names for b in names if a != b)


def test_each_mention_has_its_own_head(known):
    heads = [m.head for m in mentions(TEXT, known)]
    assert len(heads) == len(set(heads))


def test_pronouns_are_told_with_gender_and_number(known):
    found = {m.span.of(TEXT): m for m in mentions(TEXT, known) if m.kind == "pronoun"}
    assert found["-il"].gender == "m"
    assert (found["Elle"].gender, found["Elle"].plural) == ("f", False)
    assert found["Je"].first_person


def test_the_words_of_a_date_are_no_mention(known):
    assert [m.span.of("x") for m in mentions("Il a neigé le lundi 11 mars 2024.", known) if m.kind == "name"] == []
