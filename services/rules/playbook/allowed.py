"""What a setting may be, in words."""

from msgspec import inspect


def in_words(kind: inspect.Type) -> str:  # noqa: PLR0911 - a line for each kind of value
    """What is allowed for a value of this type: `a whole number from 1 to 9`."""
    match kind:
        case inspect.BoolType():
            return "true or false"
        case inspect.IntType(ge=least, le=most):
            return f"a whole number from {least} to {most}"
        case inspect.StrType(pattern=str()):
            return "an address that begins with https://"
        case inspect.StrType():
            return "a text in quotes"
        case inspect.DateType():
            return "a day like 2026-03-01, without quotes"
        case inspect.VarTupleType(item_type=element) | inspect.ListType(item_type=element):
            return f"a list, each of it {in_words(element)}"
        case inspect.DictType(value_type=element):
            return f"a table, each of it {in_words(element)}"
        case inspect.StructType():
            return "a table"
        case _:
            raise TypeError(f"no words for {kind}; add them here")
