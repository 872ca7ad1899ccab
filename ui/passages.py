"""Words of the record within a table, each with the way to its place in the document."""

from __future__ import annotations

from ui.plain import as_html
from ui.register_replies import Passage
from ui.wording import Language, say


def quoted(passage: Passage, language: Language) -> str:
    """The words, and a link that opens their clause in a tab of its own, so that the table stays."""
    link = (
        f'<a class="source" href="?clause={as_html(passage.clause_id)}" target="_blank" '
        f'title="{as_html(passage.label)}">{as_html(say("source_link", language))}</a>'
    )
    return f'<p class="words">{as_html(passage.text)} {link}</p>'


def folded(title: str, passages: tuple[Passage, ...], language: Language) -> str:
    """Passages behind a title that unfolds them; nothing where there are none."""
    if not passages:
        return ""
    listed = "".join(quoted(one, language) for one in passages)
    return f"<details><summary>{as_html(title)}</summary>{listed}</details>"
