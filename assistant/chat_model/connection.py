"""From the settings to a LangChain chat model. Nothing is sent until a question is asked."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, Literal

from assistant.chat_model.errors import ChatModelUnavailable, TracingRefused
from assistant.chat_model.prompting import Form
from assistant.chat_model.statements import SCHEMA
from assistant.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

# An answer is some hundred words; a model that does not stop is stopped here.
_ANSWER_TOKENS_MAX: Final = 1000
_EXTRAS: Final = {"openai": "openai", "azure_openai": "openai", "ollama": "ollama"}
_TRACING: Final = ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING_V2")
_PACKAGE: Final = re.compile(r"langchain[-_][a-z0-9_-]+")


def connect_chat_model(settings: Settings) -> BaseChatModel:
    """Return the chat model that the settings name.

    :raises ChatModelUnavailable: none is named, its package is missing, or its provider does not
        accept the settings; the message says what to do.
    """
    if settings.chat_model is None:
        raise ChatModelUnavailable(
            "No chat model is set; set ASSISTANT_CHAT_MODEL, as in ASSISTANT_CHAT_MODEL=ollama:llama3.2."
        )
    # Imported here: it takes a second, which nobody without a chat model should pay.
    from langchain.chat_models import init_chat_model

    provider, _, name = settings.chat_model.partition(":")
    try:
        model: BaseChatModel = init_chat_model(
            name, model_provider=provider, **_options(provider, settings)
        )
    except ImportError as error:
        raise ChatModelUnavailable(
            _missing_package(provider, settings.chat_model, error)
        ) from error
    except Exception as error:
        # Every provider has errors of its own for a missing key or a wrong option.
        raise ChatModelUnavailable(
            f"ASSISTANT_CHAT_MODEL={settings.chat_model} cannot be used: {_first_line(error)}"
        ) from error
    return model


def choose_form(model: BaseChatModel, wanted: Literal["auto", "structured", "delimited"]) -> Form:
    """Return the form a model hands its answer over in.

    ``auto`` takes JSON only where LangChain's profile of the model says that it can.

    :raises ChatModelUnavailable: JSON is asked for, and the model's package has no way to do so.
    """
    if wanted == "delimited":
        return "delimited"
    if wanted == "auto":
        return "structured" if (model.profile or {}).get("structured_output") else "delimited"
    try:
        model.with_structured_output(SCHEMA, method="json_schema")
    except (NotImplementedError, TypeError, ValueError) as error:
        raise ChatModelUnavailable(
            "This chat model cannot write JSON of a fixed form; set ASSISTANT_CHAT_FORMAT=delimited."
        ) from error
    return "structured"


def refuse_tracing(settings: Settings) -> None:
    """Stop when LangSmith would get every question and answer without being asked for.

    :raises TracingRefused: with the variable to take away, or the setting that allows it.
    """
    for name in _TRACING:
        if (
            os.environ.get(name, "").strip().lower() in ("true", "1")
            and not settings.langsmith_tracing
        ):
            raise TracingRefused(
                f"{name} is on: every question and answer would be sent to LangSmith. Take it away, "
                "or allow it with ASSISTANT_LANGSMITH_TRACING=true."
            )


def _options(provider: str, settings: Settings) -> Mapping[str, Any]:
    options: dict[str, Any] = {"temperature": 0}
    if settings.chat_base_url is not None:
        options["base_url"] = settings.chat_base_url
    if settings.chat_api_key is not None:
        options["api_key"] = settings.chat_api_key.get_secret_value()
    if provider == "ollama":
        options |= {
            "num_predict": _ANSWER_TOKENS_MAX,
            "client_kwargs": {"timeout": settings.chat_timeout_s, "follow_redirects": False},
        }
        return options
    if _EXTRAS.get(provider) == "openai":
        options["http_async_client"] = _staying_client()
        # Of its own the client gives up after 120 s without a word, whatever is set here.
        options["stream_chunk_timeout"] = settings.chat_timeout_s
    options |= {
        "max_tokens": _ANSWER_TOKENS_MAX,
        "timeout": settings.chat_timeout_s,
        "max_retries": 0,
    }
    if provider == "openai" and settings.chat_base_url is not None:
        # A server of one's own mostly asks for no key, but the client will not start without one.
        options.setdefault("api_key", os.environ.get("OPENAI_API_KEY") or "none")
    return options


def _staying_client() -> Any:
    """Return a client that hands a question to no other host than the one that was set."""
    from openai import DefaultAsyncHttpxClient

    return DefaultAsyncHttpxClient(follow_redirects=False)


def _missing_package(provider: str, model: str, error: ImportError) -> str:
    found = _PACKAGE.search(str(error))
    extra = _EXTRAS.get(provider)
    if extra is not None:
        install = f"pip install -c constraints.txt '.[{extra}]'"
    else:
        package = found[0].replace("_", "-") if found else f"langchain-{provider.replace('_', '-')}"
        install = f"pip install {package}"
    return f"ASSISTANT_CHAT_MODEL={model} needs a package that is not installed: {install}"


def _first_line(error: Exception) -> str:
    line = (str(error).strip().splitlines() or [type(error).__name__])[0]
    return line if line.endswith((".", "!")) else f"{line}."
