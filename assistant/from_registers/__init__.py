"""Answers out of the registers: measures asked for, precedents as a timeline, two records side by side."""

from assistant.from_registers.answering import FromRegisters

__all__ = ["FromRegisters"]
