"""Publication standard 1.0 of the Dutch register of algorithms, as its delivery API takes an entry."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Category = Literal[
    "Organisatie en bedrijfsvoering",
    "Cultuur en recreatie",
    "Economie",
    "Overheidsfinanciën",
    "Wonen",
    "Internationaal",
    "Migratie en integratie",
    "Natuur en milieu",
    "Onderwijs en wetenschap",
    "Openbare orde en veiligheid",
    "Recht",
    "Ruimte en infrastructuur",
    "Sociale zekerheid",
    "Verkeer",
    "Werk",
    "Zorg en gezondheid",
]


class Link(BaseModel):
    """A title with the address that it leads to."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    link: str | None = None


class Fields(BaseModel):
    """The fields of an entry; ``None``: the organisation has to fill it in."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    description_short: str
    organization: str | None
    category: tuple[Category, ...]
    status: Literal["In ontwikkeling", "In gebruik", "Buiten gebruik"]
    begin_date: str | None = Field(pattern=r"^\d{4}-\d{2}$")
    end_date: str | None = Field(pattern=r"^\d{4}-\d{2}$")
    contact_email: str | None
    website: str | None
    publication_category: Literal[
        "Hoog-risico AI-systeem", "Impactvolle algoritmes", "Overige algoritmes"
    ]
    url: str | None
    goal: str | None
    proportionality: str | None
    human_intervention: str | None
    risks: str | None
    lawful_basis: str | None
    lawful_basis_grouping: tuple[Link, ...] | None
    process_index_url: str | None
    impacttoetsen: str | None
    impacttoetsen_grouping: tuple[Link, ...] | None
    source_data: str | None
    source_data_grouping: tuple[Link, ...] | None
    methods_and_models: str | None
    provider: str | None
    publiccode: str | None
    lang: Literal["nld"]
    standard_version: Literal["1.0"]
    source_id: str | None
    tags: str | None


class DraftEntry(BaseModel):
    """A draft: the fields, and which of them are still empty."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    concept: Literal[True]
    toelichting: str
    nog_in_te_vullen: tuple[str, ...]
    velden: Fields
