"""The errors of Senrei, one tree. Refusing to answer is a result, never one of these.

SenreiError                  anything Senrei reports to a person; ``str(error)`` says what to do next
├── InputError               what was handed in cannot be used as it is
│   ├── UnreadableSource     a source file is empty, binary, encrypted or in no known encoding
│   ├── ManifestError        manifest.yaml is malformed or does not fit the files beside it
│   ├── InvalidQuery         a question or filter is empty, too long or names an unknown filter
│   └── AddressError         a clause address does not follow the grammar
├── NotHeld                  a document or clause with that id is not held (or not readable by the caller)
├── ParseFault               a parser lost or doubled characters: a defect of ours, never of the source
└── StoreError               the store on disk
    ├── StoreMissing         no store at that path yet
    ├── StoreTooNew          written by a newer version of Senrei
    ├── StoreBusy            another process is writing
    ├── StoreDamaged         catalog and indexes disagree or cannot be opened
    └── EmbedderMismatch     the index was made with another embedding model or revision, or an older Senrei
ReadersMissing (SenreiError)  the processes or the cluster that are to read files cannot be had
FetchError (SenreiError)     something asked for over the network could not be had
EmbedderError (SenreiError)  the embedding model or the reranker cannot be loaded
AccessDenied (SenreiError)   the key is unknown or may not do this
"""

from __future__ import annotations


class SenreiError(Exception):
    """Anything Senrei reports to a person; its message says what happened and what to do next."""


class InputError(SenreiError):
    """What was handed in cannot be used as it is."""


class UnreadableSource(InputError):
    """A source file is empty, binary, encrypted or in no encoding that is known."""


class ManifestError(InputError):
    """manifest.yaml is malformed or does not fit the files beside it."""


class InvalidQuery(InputError):
    """A question or filter is empty, too long, or names something that does not exist."""


class AddressError(InputError):
    """A clause address does not follow the grammar of ``corpus.address``."""


class NotHeld(SenreiError):
    """A document or clause of that id is not held, or not readable by the caller (the two look alike)."""


class ParseFault(SenreiError):
    """A parser lost or doubled characters of its source."""


class StoreError(SenreiError):
    """Something about the store on disk."""


class StoreMissing(StoreError):
    """There is no store at that path yet."""


class StoreTooNew(StoreError):
    """The store was written by a newer version of Senrei than this one."""


class StoreBusy(StoreError):
    """Another process holds the writer's lock."""


class StoreDamaged(StoreError):
    """Catalog and indexes disagree, or one of them cannot be opened."""


class EmbedderMismatch(StoreError):
    """The index was made with another embedding model or revision than the one set, or by an older Senrei."""


class ReadersMissing(SenreiError):
    """The processes or the cluster in which files are to be read cannot be started or reached."""


class FetchError(SenreiError):
    """A page, file or law that was asked for over the network could not be had, or not within our manners."""


class EmbedderError(SenreiError):
    """The embedding model or the reranker cannot be loaded from where the setting points."""


class AccessDenied(SenreiError):
    """The key is unknown, or its holder may not do this."""
