"""What is kept of every answer, so that it can be looked at and asked again: as much as SENREI_RECORDS says."""

from assistant.recording.account import Account
from assistant.recording.models import Candidate, Kept, PartTrace, Statement, Trace
from assistant.recording.recorder import Recorder

__all__ = ["Account", "Candidate", "Kept", "PartTrace", "Recorder", "Statement", "Trace"]
