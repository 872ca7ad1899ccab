"""What is wrong with a request's fields, as sentences in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.api.wording import Language

# A fault as pydantic reports it: type, loc, msg, input, ctx. Its values are whatever the caller sent.
Fault = Mapping[str, Any]

# By pydantic's name of the fault; what is not here is told in pydantic's own (English) words.
_SENTENCES: dict[str, tuple[str, str]] = {
    "missing": ("{field} がありません。", "{field} is missing."),
    "extra_forbidden": ("{field} という項目はありません。", "There is no field {field}."),
    "json_type": ("本文はJSONで送ってください。", "Send the body as JSON."),
    "model_attributes_type": ("{field} はJSONの {{…}} で送ってください。", "{field} must be a JSON object."),
    "model_type": ("{field} はJSONの {{…}} で送ってください。", "{field} must be a JSON object."),
    "dict_type": ("{field} はJSONの {{…}} で送ってください。", "{field} must be a JSON object."),
    "list_type": ("{field} はJSONの […] で送ってください。", "{field} must be a list."),
    "tuple_type": ("{field} はJSONの […] で送ってください。", "{field} must be a list."),
    "string_type": ("{field} は文字列です。", "{field} must be a string."),
    "string_unicode": ("{field} に正しくない文字があります。", "{field} has characters that are not valid."),
    "string_too_long": (
        "{field} は{max_length}文字までです。",
        "{field} takes up to {max_length} characters.",
    ),
    "string_too_short": ("{field} が空です。", "{field} is empty."),
    "int_type": ("{field} は整数です。", "{field} must be a whole number."),
    "int_parsing": ("{field} は整数です。", "{field} must be a whole number."),
    "int_from_float": ("{field} は整数です。", "{field} must be a whole number."),
    "bool_type": ("{field} は true か false です。", "{field} must be true or false."),
    "bool_parsing": ("{field} は true か false です。", "{field} must be true or false."),
    "greater_than_equal": ("{field} は{ge}以上です。", "{field} must be at least {ge}."),
    "less_than_equal": ("{field} は{le}までです。", "{field} must be at most {le}."),
    "enum": ("{field} に使えるのは {expected} です。", "{field} is one of {expected}."),
    "literal_error": ("{field} に使えるのは {expected} です。", "{field} is one of {expected}."),
    "too_long": ("{field} は{max_length}件までです。", "{field} takes up to {max_length} entries."),
    "dates_reversed": ("date_from が date_to より後です。", "date_from is after date_to."),
}
_DATE = ("{field} は 2025-07-30 の形の日付です。", "{field} is a date such as 2025-07-30.")
_AREAS = ("body", "query", "path", "header")


def faults_of(faults: Sequence[Fault], language: Language) -> str:
    """One sentence a fault, in the order in which they were found; none is told twice."""
    sentences = dict.fromkeys(_sentence(fault, language) for fault in faults)
    return ("" if language == "ja" else " ").join(sentences)


def unknown_filters(faults: Sequence[Fault]) -> list[str]:
    """The names that were given as filters, within ``filters`` or in an address, and are none."""
    return [
        str(fault["loc"][-1])
        for fault in faults
        if fault["type"] == "extra_forbidden"
        and len(fault["loc"]) > 1
        and fault["loc"][-2] in ("filters", "query")
    ]


def _sentence(fault: Fault, language: Language) -> str:
    kind = str(fault["type"])
    pair = _DATE if kind.startswith(("date_", "datetime_")) else _SENTENCES.get(kind)
    place = [str(part) for part in fault["loc"] if part not in _AREAS]
    field = ".".join(place) or ("本文" if language == "ja" else "the body")
    if pair is None:
        return f"{field}: {fault['msg']}"
    return pair[language == "en"].format(field=field, **fault.get("ctx", {}))
