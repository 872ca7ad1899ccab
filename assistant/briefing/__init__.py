"""Briefings on a topic: definitions, precedents, measures, criteria and open points, verbatim and numbered."""

from assistant.briefing.compose import briefing
from assistant.briefing.models import Briefing

__all__ = ["Briefing", "briefing"]
