"""Whether a model answers, by the settings: nothing of one is imported, and nothing asked, where none is set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.planning import Planner, plan

if TYPE_CHECKING:
    from assistant.answer.extractive import Extractive
    from assistant.answer.generative import Generative
    from assistant.settings import Settings
    from corpus.catalog import Catalog


def generative_of(catalog: Catalog, settings: Settings, extractive: Extractive) -> Generative | None:
    """The answerer that asks the model which the settings name; None where they name none.

    Raises InputError where that model cannot be had: a package is missing, a key, a name.
    """
    if settings.llm is None:
        return None
    from assistant.answer.generative import Generative
    from assistant.llm.calling import ChatModel

    model = ChatModel(settings)
    model.ready()
    return Generative(catalog, model, extractive)


def planner_of(generative: Generative | None) -> Planner:
    """The rules, or with a model the rules and, where they leave open whether a question is several, the model."""
    if generative is None:
        return plan
    from assistant.planning.by_model import PlannedByModel

    return PlannedByModel(generative.model)
