"""What the features of the ranking weigh.

Fitted together on the tuning halves of the gold sets, with cross-validation (docs/decisions/006); the kept halves had no
say. Names are those of ``assistant.ranking.features``, of the Article as a whole and of ties.
"""

from __future__ import annotations

from collections.abc import Mapping

WEIGHTS: Mapping[str, float] = {
    "concepts": 0.55,
    "sentence": 0.11,
    "dense": 0.50,
    "lexical": 0.21,
    "phrases": 0.28,
    "path_phrases": 0.45,
    "day": 0.28,
    "hour": 0.26,
    "definition": 0.33,
    "money": 0.13,
    "period": 0.13,
    "contact": 0.17,
    "number": 0.18,
    "somebody": 0.16,
    "decision": 0.60,
    "reason": 0.07,
    "means": 0.25,
    "choice": 0.15,
    "label": 0.24,
    "numbered": 0.19,
    "speaker": 0.30,
    "turn": 0.28,
    "spoken_for": 0.09,
    "matter": 0.38,
    "agenda": 0.18,
    "document": 0.09,
    "kind": 0.04,
    "date": 0.07,
    "agency": 0.03,
    "law": 0.07,
    "provision": 0.34,
    "heading": -0.18,
    "chapeau": -0.07,
    "front_matter": -0.01,
    "procedure": -0.17,
    "length": -0.02,
    "withheld": 0.07,
    "inline_list": 0.40,
    "supplement": -0.15,
    "penalty": -0.09,
    "meaning": -0.09,
    "duty": 0.04,
    "article": 0.26,
    "tied_law": 0.26,
    "tied_guide": 0.04,
}
