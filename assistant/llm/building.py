"""From the settings to a LangChain chat model, or to an error that says what to install or to set."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from corpus.errors import InputError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from assistant.settings import Settings

# Provider (as LangChain names it) -> module, what to install.
PACKAGES = {
    "openai": ("langchain_openai", "langchain-openai", "openai"),
    "azure_openai": ("langchain_openai", "langchain-openai", "openai"),
    "anthropic": ("langchain_anthropic", "langchain-anthropic", "anthropic"),
    "ollama": ("langchain_ollama", "langchain-ollama", "ollama"),
}
STRUCTURED = frozenset({"openai", "azure_openai"})  # whose servers take a JSON schema for the reply


def provider_of(name: str) -> tuple[str, str]:
    """Provider and model of ``provider:model``. Raises InputError."""
    provider, _, model = name.partition(":")
    provider = {"azure": "azure_openai", "claude": "anthropic"}.get(provider.lower(), provider.lower())
    if provider not in PACKAGES or not model.strip():
        raise InputError(
            f"SENREI_LLM is {name!r}; write provider:model, with one of {', '.join(PACKAGES)}: openai:my-model for any "
            "OpenAI-compatible server at SENREI_LLM_BASE_URL (vLLM, llama.cpp, Ollama, LM Studio)."
        )
    return provider, model.strip()


def build(settings: Settings) -> BaseChatModel:
    """The chat model that the settings name. Raises InputError where it cannot be had."""
    provider, model = provider_of(settings.llm or "")
    module, package, extra = PACKAGES[provider]
    if find_spec(module) is None:
        raise InputError(
            f"SENREI_LLM={settings.llm} needs the package {package}: pip install '{package}' "
            f"(or senrei[{extra}]), or set SENREI_LLM=none."
        )
    from langchain.chat_models import init_chat_model

    given: dict[str, object] = {
        "timeout": settings.llm_timeout,
        "max_tokens": settings.llm_max_tokens,
        "temperature": settings.llm_temperature,
        "max_retries": 0,
    }
    key = settings.llm_key.get_secret_value() if settings.llm_key else None
    if provider == "openai":
        given |= {"stream_usage": False}
        if settings.llm_base_url:  # a server of one's own asks for no key, its client does
            given |= {"base_url": settings.llm_base_url, "api_key": key or "none"}
        elif key:
            given |= {"api_key": key}
    elif provider == "azure_openai":
        given |= {"azure_endpoint": settings.llm_base_url, "azure_deployment": model, "api_key": key}
        given |= {"api_version": settings.llm_api_version, "stream_usage": False}
    elif provider == "anthropic":
        given |= {"api_key": key, "base_url": settings.llm_base_url}
    else:
        given = {
            "temperature": settings.llm_temperature,
            "num_predict": settings.llm_max_tokens,
            "base_url": settings.llm_base_url,
            "client_kwargs": {"timeout": settings.llm_timeout},
        }
    try:
        made: BaseChatModel = init_chat_model(model, model_provider=provider, **_set(given))  # type: ignore[call-overload]
        return made
    except Exception as error:  # each client has errors of its own for a setting that is missing
        raise InputError(
            f"SENREI_LLM={settings.llm} cannot be used as it is set ({type(error).__name__}). Check SENREI_LLM_KEY, "
            "SENREI_LLM_BASE_URL and SENREI_LLM_API_VERSION; docs/settings.md says what each provider needs."
        ) from None


def _set(given: dict[str, object]) -> dict[str, object]:
    return {name: one for name, one in given.items() if one is not None}
