"""What stands before questions and before passages when a model reads them."""

from __future__ import annotations

from pathlib import Path

from corpus.index.families import Family, read_json
from corpus.model_choice import ModelChoice
from corpus.models import Frozen

# Names under which models keep the prompt of a question and of a passage.
_QUERY_NAMES = ("query", "retrieval.query", "search_query", "web_search_query", "検索クエリ", "クエリ")
_PASSAGE_NAMES = ("document", "passage", "retrieval.passage", "search_document", "検索文書", "文章")


class Prompts(Frozen):
    """The prefixes, empty for none."""

    query: str = ""
    passage: str = ""


def prompts_of(folder: Path, choice: ModelChoice | None = None, family: Family | None = None) -> Prompts:
    """The settings' prefixes, else the folder's own, else those of its family; each side for itself."""
    told = read_json(folder / "config_sentence_transformers.json")
    held = told.get("prompts")
    prompts = {str(key): str(text) for key, text in held.items()} if isinstance(held, dict) else {}
    default = prompts.get(str(told.get("default_prompt_name") or ""), "")
    own = [
        next((prompts[name] for name in names if prompts.get(name)), default)
        for names in (_QUERY_NAMES, _PASSAGE_NAMES)
    ]
    known = Prompts(query=family.query, passage=family.passage) if family and not any(own) else Prompts()
    query, passage = own[0] or known.query, own[1] or known.passage
    if choice is not None and choice.query_prefix is not None:
        query = choice.query_prefix
    if choice is not None and choice.passage_prefix is not None:
        passage = choice.passage_prefix
    return Prompts(query=query, passage=passage)
