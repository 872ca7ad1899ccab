"""A question in its parts, each to be found and answered by itself; by rules, without a language model."""

from assistant.planning.plan import Planner, expanded, inherited, plan

__all__ = ["Planner", "expanded", "inherited", "plan"]
