"""Invented names of people and places, in several scripts, no two alike."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from random import Random

from dispatchgraph.iri import slug

__all__ = ["CULTURES", "Culture", "person", "place"]


@dataclass(frozen=True, kw_only=True)
class Culture:
    """Syllables that names are put together from."""

    starts: Sequence[str]
    middles: Sequence[str]
    given: Sequence[str]  #: ends of given names
    family: Sequence[str]
    place: Sequence[str]
    joint: str = " "  #: between a given name and a family name


def _syllables(words: str) -> tuple[str, ...]:
    return tuple(words.split())


#: The first three are written in Latin letters, as most names in dispatches in French are.
CULTURES = (
    Culture(
        starts=_syllables("Al Bre Cor Dar El Fau Gal Har Jor Lan Mar Nor Or Pel Ran Sal Tor Val Ver"),
        middles=_syllables("a e i o an ar el in on ri lo mé"),
        given=_syllables("ne lie ric n te ssa rd"),
        family=_syllables("ec tot eau ard lier nel sson quet"),
        place=_syllables("mont ville bourg val court"),
    ),
    Culture(
        starts=_syllables("Bo Dra Go Ka Ljo Mi Mo Ni Pe Ra Sta Ta Ve Zo Ž"),
        middles=_syllables("dan ri mi sla bo ko no va ła ře"),
        given=_syllables("na mir slav ka n ja"),
        family=_syllables("vić enko ński rov ček vska"),
        place=_syllables("grad nsk ovo nica polje rów"),
    ),
    Culture(
        starts=_syllables("A Ba Da Fa Ha Ja Ka Ma Na Sa Ta Ya Za"),
        middles=_syllables("bdou li mou rou ssa di fi ma ké"),
        given=_syllables("r la ne d ta"),
        family=_syllables("di ani oui our ane llo traoui"),
        place=_syllables("ba ra djar khal bougou"),
    ),
    Culture(
        starts=_syllables("Ве Го Да Жа Ла Ми Но Ор Ста Фе"),
        middles=_syllables("ри мо ла не ва ду ти"),
        given=_syllables("на слав р мир ся"),
        family=_syllables("ров енко ский ева нин"),
        place=_syllables("град ск ово поль"),
    ),
    Culture(
        starts=_syllables("Αλ Βα Γε Δη Ευ Θε Κα Λε Μα Πε"),
        middles=_syllables("κο ρι λα νο τη σι"),
        given=_syllables("ς α νη ος"),
        family=_syllables("δης πουλος άκης ίδου"),
        place=_syllables("πολη κάστρο νησος"),
    ),
    Culture(
        starts=_syllables("با دا سا كا ما نا حا را"),
        middles=_syllables("لي مو رو دي سا فا"),
        given=_syllables("د ن م ل"),
        family=_syllables("وي اني دين راوي"),
        place=_syllables("بة ران دور كوت"),
    ),
    Culture(
        starts=_syllables("青 林 白 高 石 金 雲 楊"),
        middles=_syllables("海 文 明 山 玉 平 安 华"),
        given=_syllables("生 子 国 梅"),
        family=_syllables("川 原 木 田"),
        place=_syllables("州 城 港 島"),
        joint="",
    ),
    Culture(
        starts=_syllables("김 박 송 한 류 강 오"),
        middles=_syllables("지 서 민 도 수 하"),
        given=_syllables("은 호 준 희"),
        family=_syllables("란 솔 찬 빈"),
        place=_syllables("천 산 포 성"),
    ),
    Culture(
        starts=_syllables("अ का दे नी म र सु वि"),
        middles=_syllables("मा रा ना दी ला ने"),
        given=_syllables("श त ना र"),
        family=_syllables("कर वाल नी देव"),
        place=_syllables("पुर नगर गढ़ बाद"),
    ),
)


def person(rng: Random, culture: Culture, taken: set[str]) -> tuple[str, str]:
    """A new whole name and the family name in it; `taken` then holds its slug."""
    for length in _lengths():
        family = _word(rng, culture, culture.family, length)
        whole = f"{_word(rng, culture, culture.given, length - 1)}{culture.joint}{family}"
        if _takes(whole, taken):
            return whole, family
    raise AssertionError("names never run out")


def place(rng: Random, culture: Culture, taken: set[str]) -> str:
    """A new name of a place; `taken` then holds its slug."""
    for length in _lengths():
        name = _word(rng, culture, culture.place, length)
        if _takes(name, taken):
            return name
    raise AssertionError("names never run out")


def _takes(name: str, taken: set[str]) -> bool:
    """Whether `name` is new; if so it is taken from now on."""
    key = slug(name)
    new = key not in taken
    taken.add(key)
    return new


def _lengths() -> Iterator[int]:
    """How many syllables to try in the middle: more after every eight tries in vain."""
    return (1 + tries // 8 for tries in count())


def _word(rng: Random, culture: Culture, ends: Sequence[str], length: int) -> str:
    return "".join(
        (rng.choice(culture.starts), *(rng.choice(culture.middles) for _ in range(length)), rng.choice(ends))
    )
