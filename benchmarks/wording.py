"""The words that the invented dispatches are written in: verbs by matter, statuses, posts, kinds of bodies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from dispatchgraph.model import Bound, Status

__all__ = [
    "BODIES",
    "BOUNDS",
    "CASUALTIES",
    "GROUPS",
    "MONTHS",
    "POSTS",
    "REPORTING",
    "SHARES",
    "STATUSES",
    "TALKS",
    "THINGS",
    "VERBS",
    "WEEKDAYS",
    "Matter",
    "Target",
    "Told",
    "Verb",
    "conjugated",
    "elided",
]

Matter = Literal["conflict", "diplomacy", "politics", "justice", "economy"]
Target = Literal["actor", "place", "group", "document", "none"]


@dataclass(frozen=True, kw_only=True)
class Verb:
    """A verb in -er with the class of event it tells and what it is done to; two agents where to no one."""

    type: str
    stem: str
    target: Target


def _verbs(told: str) -> tuple[Verb, ...]:
    """Lines of «class stem target»."""
    parts = (line.split() for line in told.strip().splitlines())
    return tuple(Verb(type=cls, stem=stem, target=target) for cls, stem, target in parts)  # type: ignore[arg-type]


VERBS: Mapping[Matter, tuple[Verb, ...]] = {
    "conflict": _verbs(
        """
        Attack attaqu actor
        Attack attaqu place
        Bombard bombard place
        Besiege encercl place
        Capture occup place
        Destroy dévast place
        Evacuate évacu group
        Injure bless group
        Abduct kidnapp actor
        Fight bataill none
        Aid aid group
        """
    ),
    "diplomacy": _verbs(
        """
        Meet dialogu none
        Negotiate négoci none
        Visit visit place
        Veto bloqu document
        Sign sign document
        Accuse accus actor
        Condemn dénonc actor
        Support approuv actor
        Sanction sanctionn actor
        Warn alert actor
        Cooperate collabor none
        """
    ),
    "politics": _verbs(
        """
        Adopt adopt document
        Reject refus document
        Appoint nomm actor
        Dismiss limog actor
        Accuse accus actor
        Support approuv actor
        Protest boycott actor
        Publish publi document
        Meet dialogu none
        """
    ),
    "justice": _verbs(
        """
        Arrest arrêt actor
        Arrest arrêt group
        Charge inculp actor
        Release relâch actor
        Investigate inspect place
        Accuse accus actor
        Sue assign actor
        Extradite expuls actor
        """
    ),
    "economy": _verbs(
        """
        Acquire absorb actor
        Merge fusionn none
        Invest financ actor
        Sell liquid actor
        Open inaugur place
        Close ferm place
        LayOff licenci group
        Hire embauch group
        Publish publi document
        """
    ),
}

#: How often each status is told, and the verb in it, for one and for many.
STATUSES: Mapping[Status, tuple[float, str, str]] = {
    "occurred": (0.60, "a {0}é", "ont {0}é"),
    "ongoing": (0.08, "continue {1}{0}er", "continuent {1}{0}er"),
    "planned": (0.10, "va {0}er", "vont {0}er"),
    "requested": (0.05, "a pour consigne {1}{0}er", "ont pour consigne {1}{0}er"),
    "hypothetical": (0.05, "pourrait {0}er", "pourraient {0}er"),
    "alleged": (0.07, "aurait {0}é", "auraient {0}é"),
    "negated": (0.05, "n’a pas {0}é", "n’ont pas {0}é"),
}


@dataclass(frozen=True, kw_only=True)
class Told:
    """An event told by a noun, as what another event is about."""

    type: str
    article: str
    noun: str
    role: Literal["patient", "place", "agent"]
    target: Target


#: Events about events: «a réclamé l’évacuation de Karsk».
TALKS = (
    Told(type="Evacuate", article="l’", noun="évacuation", role="place", target="place"),
    Told(type="Bombard", article="le ", noun="bombardement", role="place", target="place"),
    Told(type="Withdraw", article="le ", noun="retrait", role="agent", target="actor"),
    Told(type="Release", article="la ", noun="libération", role="patient", target="group"),
    Told(type="Adopt", article="l’", noun="adoption", role="patient", target="document"),
    Told(type="Sanction", article="l’", noun="embargo", role="agent", target="actor"),
)

#: Verbs that such an event may be the content of.
REPORTING = _verbs(
    """
    Request réclam none
    Reject refus none
    Condemn dénonc none
    Propose propos none
    """
)

#: What figures count: class of the event, measure, participle.
CASUALTIES = (
    ("Kill", "killed", "tués"),
    ("Injure", "injured", "blessés"),
    ("Evacuate", "evacuated", "évacués"),
    ("Arrest", "arrested", "arrêtés"),
)

BOUNDS: tuple[tuple[Bound, str], ...] = (
    ("exactly", ""),
    ("atLeast", "au moins "),
    ("about", "environ "),
    ("moreThan", "plus de "),
)

#: Of a hundred entities, how many are of each class.
SHARES: Mapping[str, int] = {
    "Person": 36,
    "Organization": 30,
    "City": 11,
    "Group": 7,
    "Country": 4,
    "District": 4,
    "Document": 4,
    "Facility": 2,
    "Region": 1,
    "Thing": 1,
}

#: Bodies by class, article and pattern of their name.
BODIES = (
    ("ArmedGroup", "le ", "Front de {}"),
    ("ArmedGroup", "la ", "Brigade {}"),
    ("MilitaryForce", "l’", "Armée de {}"),
    ("PoliticalParty", "le ", "Parti de {}"),
    ("Company", "la ", "Banque de {}"),
    ("Company", "", "{} Énergie"),
    ("NewsAgency", "l’", "Agence de {}"),
    ("NGO", "l’", "Observatoire de {}"),
    ("NGO", "le ", "Secours de {}"),
    ("Court", "le ", "Tribunal de {}"),
    ("Legislature", "le ", "Parlement de {}"),
    ("Government", "le ", "Gouvernement de {}"),
    ("IntergovernmentalOrganization", "l’", "Union de {}"),
    ("Organization", "le ", "Syndicat de {}"),
)

GROUPS = ("mineurs", "habitants", "médecins", "étudiants", "insurgés", "pêcheurs", "réfugiés", "soldats", "ouvriers")
THINGS = ("réacteur", "satellite", "canal")
POSTS = ("ministre", "ambassadeur", "porte-parole", "président", "directeur", "responsable", "membre", "procureur")
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)


def elided(word: str, following: str) -> str:
    """`word` («de», «que») before `following`, with its space or its apostrophe.

    >>> elided("de", "attaquer"), elided("que", "le Front")
    ('d’', 'que ')
    """
    return f"{word[:-1]}’" if following[:1].casefold() in "aâàeéèêiîoôuùû" else f"{word} "


def conjugated(stem: str, status: Status, *, plural: bool) -> str:
    """The verb in -er as a status tells it.

    >>> conjugated("attaqu", "ongoing", plural=True)
    'continuent d’attaquer'
    """
    _, singular, many = STATUSES[status]
    return (many if plural else singular).format(stem, elided("de", stem))
