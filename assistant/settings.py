"""The settings: environment variables that begin with ``ASSISTANT_``."""

from __future__ import annotations

import os
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal
from urllib.parse import urlsplit

from pydantic import (
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from assistant.addresses import ApiOrigin, FrameAncestor, HostName, PostgresqlAddress
from assistant.errors import SettingsInvalid
from corpus import SHIPPED_DOCUMENTS, Language
from index.chroma_server import ChromaServer
from index.embedding.embedding_server import EmbeddingServer

if TYPE_CHECKING:
    from index.builds import IndexDirectory
    from index.embedding import EmbeddingModel

_PREFIX: Final = "ASSISTANT_"
_PROJECT: Final = Path(__file__).resolve().parents[1]


class Settings(BaseSettings):
    """Every setting with its default. What is set works, or stops with a message."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, extra="forbid", frozen=True)

    documents: Path = Field(SHIPPED_DOCUMENTS, description="folder with the documents")
    libraries: Path | None = Field(
        None,
        description="folder of folders of documents, each a library of its own beside that one; see "
        "docs/own_documents.md; default: none",
    )
    data: Path = Field(_PROJECT / "var", description="folder for the model and the index")
    database: PostgresqlAddress | None = Field(
        None,
        description="address of a PostgreSQL database for feedback and the tokens of the API, such as "
        "`postgresql://name:password@host/assistant`; default: a file in the data folder",
    )
    chroma: str | None = Field(
        None,
        pattern=r"^https?://[A-Za-z0-9.-]+(:\d{1,5})?$",
        description="address of a Chroma server that holds the vectors of the index, such as "
        "`http://127.0.0.1:8000`; default: the data folder does; see docs/deployment.md",
    )
    chroma_token: SecretStr | None = Field(
        None, description="token that the Chroma server, or the proxy before it, wants to be shown"
    )
    chroma_patience_s: float = Field(
        30.0,
        ge=0,
        le=600,
        description="seconds that a question waits for a Chroma server that does not answer, as "
        "when it is started again",
    )
    embedding_model: str | None = Field(
        None,
        description="name or folder of a sentence-transformers model instead of the bundled one",
    )
    embedding_url: str | None = Field(
        None,
        pattern=r"^https?://[^/\s]+(/\S*)?$",
        description="address of a server that runs that model, in OpenAI's form, such as "
        "`http://127.0.0.1:8080/v1`; every question goes there; default: it runs here",
    )
    embedding_api_key: SecretStr | None = Field(None, description="key for that server")
    threads: int | None = Field(
        None, ge=1, le=64, description="processor threads for the model; default: all cores"
    )
    host: str = Field("127.0.0.1", description="address that the chat page listens on")
    port: int = Field(7860, ge=1, le=65535, description="port of the chat page")
    language: Language = Field("nl", description="language of the page until the reader chooses")
    question_characters_max: int = Field(
        2000, ge=100, le=20000, description="longest question that is accepted"
    )
    passages: int = Field(10, ge=1, le=50, description="passages that are found for a question")
    chat_model: str | None = Field(
        None,
        pattern=r"^[a-z_]+:.+$",
        description="chat model that writes the answers, as `provider:name` (`ollama:llama3.2`, "
        "`openai:my-model`); default: none, answers are quotations",
    )
    chat_base_url: str | None = Field(
        None,
        pattern=r"^https?://[^/\s]+\S*$",
        description="address of the server that runs the chat model, such as "
        "`http://127.0.0.1:8080/v1`; default: the provider's own",
    )
    chat_api_key: SecretStr | None = Field(
        None, description="key for that server; default: the provider's own variable"
    )
    chat_timeout_s: float = Field(
        30.0,
        ge=1,
        le=600,
        description="seconds within which an answer is there; then it is made of quotations",
    )
    chat_format: Literal["auto", "structured", "delimited"] = Field(
        "auto",
        description="how the chat model hands over its answer: as JSON of a fixed form, or as "
        "marked lines; default: JSON where the model is known to be able to",
    )
    chat_passages: int = Field(
        5, ge=1, le=20, description="passages that the chat model gets to read"
    )
    chat_judge: bool = Field(
        False,
        description="let the chat model also judge whether each quotation carries its statement",
    )
    langsmith_tracing: bool = Field(
        False,
        description="allow LangSmith tracing, which sends every question and answer to LangSmith",
    )
    feedback_question_text: bool = Field(
        False, description="keep the text of the question with the feedback on its answer"
    )
    feedback_days: int = Field(
        365, ge=1, le=3650, description="days that feedback is kept; then it is removed"
    )

    organisation: str | None = Field(
        None, max_length=200, description="name of the organisation that offers the assistant"
    )
    contact: str | None = Field(
        None,
        max_length=200,
        pattern=r"^(?:[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+|https://[^\s<>\"]+)$",
        description="e-mail address or web page (https) for questions, complaints and security "
        "reports",
    )
    theme_file: Path | None = Field(
        None, description="CSS file with the organisation's own colours; see docs/colours.md"
    )
    accessibility_status: Literal["A", "B", "C", "D", "E"] = Field(
        "E",
        description="status in the published accessibility statement; E: there is none yet",
    )
    accessibility_statement: str | None = Field(
        None,
        max_length=500,
        pattern=r"^https://[^\s<>\"]+$",
        description="address of the published accessibility statement",
    )
    sign_in: Literal["none", "password", "header"] | None = Field(
        None,
        description="how readers sign in: not at all, with a password, or at the proxy, which "
        "names them in a header; must be said when others can reach the page",
    )
    passwords: Path | None = Field(
        None, description="file with one line per account, made by `assistant password`"
    )
    session_minutes: int = Field(
        120, ge=5, le=1440, description="minutes without use after which a reader is signed out"
    )
    sign_in_header: str = Field(
        "X-Remote-User",
        pattern=r"^[A-Za-z0-9-]{1,64}$",
        description="header in which the proxy names the reader",
    )
    trusted_proxies: Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode] = Field(
        (), description="addresses or networks of proxies whose headers are believed, with commas"
    )
    public_url: str | None = Field(
        None,
        pattern=r"^https?://[A-Za-z0-9.-]+(:\d{1,5})?(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*/?$",
        description="address at which readers open the page, such as `https://vraag.example.nl` "
        "or `https://intranet.example.nl/vraag`",
    )
    frame_ancestors: Annotated[tuple[FrameAncestor, ...], NoDecode] = Field(
        (), description="sites that may show the page in a frame, with commas; default: none"
    )
    requests_at_once_max: int = Field(
        500,
        ge=10,
        le=10000,
        description="requests at once, at most half of them from one address; an open page takes up to two",
    )
    api: bool = Field(False, description="serve the API beside the page; see docs/api.md")
    api_open: bool = Field(
        False, description="let whoever can reach the API or MCP use it without a token"
    )
    api_requests_per_minute: int = Field(
        60, ge=1, le=100000, description="requests a minute with one token of the API"
    )
    api_origins: Annotated[tuple[ApiOrigin, ...], NoDecode] = Field(
        (), description="sites whose scripts may call the API, with commas; default: none"
    )
    mcp: bool = Field(
        False, description="serve the library as tools for models at /mcp; see docs/mcp.md"
    )
    mcp_hosts: Annotated[tuple[HostName, ...], NoDecode] = Field(
        (),
        description="names of this server at which /mcp may be called, with commas; default: this "
        "machine, and the host of `ASSISTANT_PUBLIC_URL`",
    )
    managers: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="accounts that may add and remove documents on the page /beheer, with commas; "
        "default: none, and there is no such page",
    )
    metrics: bool = Field(
        False, description="serve counts and times for Prometheus at /metrics; see docs/api.md"
    )
    traces: str | None = Field(
        None,
        pattern=r"^https?://[A-Za-z0-9.-]+:\d{1,5}$",
        description="address of an OpenTelemetry collector (OTLP over gRPC), such as "
        "`http://127.0.0.1:4317`, that gets the times of each answer and no text; default: none",
    )
    log: Literal["file", "standard_error", "off"] = Field(
        "file", description="where the log of events goes; see docs/logging.md"
    )
    log_days: int = Field(180, ge=1, le=3650, description="days that the log is kept")

    @property
    def sub_path(self) -> str:
        """The path of the page at its address, such as ``/vraag``; empty at the root."""
        return urlsplit(self.public_url or "").path.rstrip("/")

    @property
    def models_directory(self) -> Path:
        """Where the prepared embedding model lies."""
        return self.data / "models"

    @property
    def indexes_directory(self) -> Path:
        """Where the built indexes lie."""
        return self.data / "indexes"

    @property
    def chroma_server(self) -> ChromaServer | None:
        """The Chroma server that holds the vectors; ``None``: the folders of the indexes do."""
        if self.chroma is None:
            return None
        token = self.chroma_token.get_secret_value() if self.chroma_token else None
        return ChromaServer(self.chroma, token, self.chroma_patience_s)

    @property
    def embedding_server(self) -> EmbeddingServer | None:
        """The server that runs the embedding model; ``None``: it runs in this process."""
        if self.embedding_url is None:
            return None
        key = self.embedding_api_key.get_secret_value() if self.embedding_api_key else None
        return EmbeddingServer(self.embedding_url.rstrip("/"), key)

    @property
    def index_directory(self) -> IndexDirectory:
        """The builds of the index of the documents."""
        # Imported here: it takes a moment that nobody need wait for who only asks for help.
        from index.builds import IndexDirectory

        return IndexDirectory(self.indexes_directory, self.documents, self.chroma_server)

    def load_embedding_model(self) -> EmbeddingModel:
        """Load the model that makes the vectors.

        :raises AssistantError: as :func:`index.embedding.load_embedding_model` does.
        """
        from index.embedding import load_embedding_model

        return load_embedding_model(
            self.embedding_model, self.models_directory, self.threads, self.embedding_server
        )

    @property
    def log_directory(self) -> Path:
        """Where the log of events lies, a file for each day."""
        return self.data / "log"

    @property
    def log_key(self) -> Path:
        """Where the key lies that makes the pseudonyms in the log."""
        return self.data / "log.key"

    @property
    def removed_directory(self) -> Path:
        """Where documents lie that were taken out on the page."""
        return self.data / "removed"

    @property
    def serves_programs(self) -> bool:
        """Whether anything is served for programs beside the page."""
        return self.api or self.mcp or self.metrics

    @field_validator("embedding_url")
    @classmethod
    def _with_its_model(cls, value: str | None, info: ValidationInfo) -> str | None:
        """Refuse a server without the name of its model."""
        if value is not None and info.data.get("embedding_model") is None:
            raise ValueError("say in ASSISTANT_EMBEDDING_MODEL which of its models")
        return value

    @field_validator(
        "trusted_proxies", "frame_ancestors", "api_origins", "mcp_hosts", "managers", mode="before"
    )
    @classmethod
    def _separate(cls, value: Any) -> Any:
        """Read a list as people write it: with commas."""
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value


def read_settings(**changes: Any) -> Settings:
    """Read the settings from the environment; ``changes`` go before it.

    Documents that are named among those stand alone, without other libraries.

    :raises SettingsInvalid: naming the variable and what is wrong with it.
    """
    known = {_PREFIX + name.upper() for name in Settings.model_fields}
    for name in sorted(os.environ):
        if name.upper() in known and not os.environ[name].strip():
            # An empty path would mean the folder that one happens to be in.
            raise SettingsInvalid(f"{name} is empty; give it a value or take it away.")
        if name.upper().startswith(_PREFIX) and name.upper() not in known:
            raise SettingsInvalid(
                f"{name} is not a setting; take it away or use one of: {', '.join(sorted(known))}."
            )
    try:
        settings = Settings(**{name: one for name, one in changes.items() if one is not None})
    except ValidationError as error:
        first = error.errors()[0]
        # The rest of the place names pydantic's own parts of a list.
        name = str(first["loc"][0])
        is_secret = "SecretStr" in str(Settings.model_fields[name].annotation)
        shown = "" if is_secret else f"={first['input']!r}"
        raise SettingsInvalid(
            f"{_PREFIX}{name.upper()}{shown} cannot be used: {first['msg']}."
        ) from (None if is_secret else error)
    stands_alone = changes.get("documents") is not None
    return settings.model_copy(update={"libraries": None}) if stands_alone else settings
