"""What the models of all published documents are made of: a closed part, its types, its text and its schema."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PrivateAttr,
    WithJsonSchema,
)
from pydantic.json_schema import GenerateJsonSchema, SkipJsonSchema
from pydantic_core import PydanticSerializationError, core_schema

from checklist.wire.jsontext import encoded, item_lines, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_EXACT = 2**53 - 1
"""The largest whole number that every reader of JSON holds exactly."""


class _AnyText:
    """A text: whatever Python holds as one, half characters out of a broken name too."""

    def __get_pydantic_core_schema__(self, _source: Any, _handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        return core_schema.json_or_python_schema(core_schema.str_schema(), core_schema.is_instance_schema(str))

    def __get_pydantic_json_schema__(
        self, _schema: core_schema.CoreSchema, _handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"type": "string"}


class _InTenths:
    """A figure with one decimal in JSON that is a whole number of tenths in Python, so that no sum is rounded."""

    def __get_pydantic_core_schema__(self, _source: Any, _handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        whole = core_schema.int_schema(ge=0, le=1000, strict=True)
        return core_schema.json_or_python_schema(
            core_schema.no_info_before_validator_function(_tenths, whole),
            whole,
            serialization=core_schema.plain_serializer_function_ser_schema(
                lambda tenths: tenths / 10, return_schema=core_schema.float_schema()
            ),
        )

    def __get_pydantic_json_schema__(
        self, _schema: core_schema.CoreSchema, _handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"type": "number", "minimum": 0, "maximum": 100}


def _tenths(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError("no figure")  # noqa: TRY004  # what pydantic takes for a refusal
    exact = Decimal(str(value)) * 10
    if exact != int(exact):
        raise ValueError("more than one decimal")
    return int(exact)


class _PlainDay:
    """A day, in JSON as 2026-10-31 and never a number, which would be taken for seconds since 1970."""

    def __get_pydantic_core_schema__(self, _source: Any, _handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        written = core_schema.str_schema(pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
        return core_schema.json_or_python_schema(
            core_schema.no_info_after_validator_function(date.fromisoformat, written),
            core_schema.date_schema(),
            serialization=core_schema.to_string_ser_schema(),
        )

    def __get_pydantic_json_schema__(
        self, _schema: core_schema.CoreSchema, _handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {"type": "string", "format": "date"}


Text = Annotated[str, _AnyText()]
Day = Annotated[date, _PlainDay()]
Count = Annotated[int, Field(ge=0, le=_EXACT), WithJsonSchema({"type": "integer", "minimum": 0})]
Tenths = Annotated[int, _InTenths()]
Score = Annotated[
    Tenths | None, Field(description="Out of 100, rounded down to one decimal; null where nothing was scored")
]
Sha256 = Annotated[str, Field(pattern="^[0-9a-f]*$", description="SHA-256 of the content, in hex")]
Absent = SkipJsonSchema[None]
"""Stands for a field that an older or a shorter document does not have; no document that is written has it so."""


class Part(BaseModel):
    """A part of a published document. It is closed; `read` alone passes over fields that it does not know."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        allow_inf_nan=False,
        validate_by_name=True,
        serialize_by_alias=True,
        json_schema_serialization_defaults_required=True,
    )

    def text(self, *, include: set[str] | None = None, exclude: set[str] | None = None) -> str:
        """Return the part, or some fields of it, as JSON on one line."""
        try:
            made = self.__pydantic_serializer__.to_json(self, indent=0, include=include, exclude=exclude).decode()
        except PydanticSerializationError:  # half a character, which only an escape can hold
            return encoded(self.model_dump(mode="json", include=include, exclude=exclude))
        # Within a text a line's end is an escape, so that each one here stands between two values.
        return shown(made.replace(",\n", ", ").replace("\n", ""))

    @classmethod
    def pattern(cls) -> str:
        """Return the part as JSON on one line with `%s` for the JSON of each field, in the order of the model.

        Of parts of which there are 100,000s only their text is made; a pattern that is filled is the fastest way.
        """
        names = (field.serialization_alias or name for name, field in cls.model_fields.items())
        return "{" + ", ".join(f'"{name}": %s' for name in names) + "}"


class Document(Part):
    """A published document: its field `schema` holds the kind of document and the number of its form."""

    urn: ClassVar[str]

    _path: str = PrivateAttr("")

    @property
    def path(self) -> str:
        """Where the document was read, or nothing."""
        return self._path

    @classmethod
    def form(cls) -> str:
        """Return what the field `schema` of such a document holds."""
        return str(cls.model_fields["schema_"].default)

    @classmethod
    def published(cls) -> dict[str, Any]:
        """Return the JSON Schema (draft 2020-12) that every such document keeps to."""
        made = schema_of(cls)
        return {"$schema": _DIALECT, "$id": cls.urn, "title": made.pop("title"), **made}

    @classmethod
    def read(cls, text: str, path: str) -> Self:
        """Return the document that the JSON of the file at `path` holds. Raises pydantic's `ValidationError`.

        Every field that it has is checked; a field that the model does not know is passed over.
        """
        made = cls.model_validate_json(text, strict=True, extra="ignore", by_alias=True, by_name=False)
        made._path = path  # noqa: SLF001  # its own
        return made

    def written(self, **lists: Iterable[str]) -> Iterator[str]:
        """Yield the document piece by piece, each field on a line.

        `lists` are the JSON of the items of those fields whose items stand on lines of their own.
        """
        between = "{\n"
        for name in type(self).model_fields:
            if name in lists:
                yield f'{between} "{name}": ['
                yield from item_lines(lists[name], " ")
                yield "]"
            elif field := self.text(include={name})[1:-1]:
                yield f"{between} {field}"
            else:
                continue  # a field that this document does not have
            between = ",\n"
        yield "\n}\n"


def schema_of(part: type[Part]) -> dict[str, Any]:
    """Return the JSON Schema of a part as it is written."""
    return part.model_json_schema(mode="serialization", schema_generator=_Plain)


class _Plain(GenerateJsonSchema):
    """A JSON Schema that says no more than the model: no title made out of a field's name, no default of reading."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002  # as it is called
        return False

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> dict[str, Any]:
        return self.generate_inner(schema["schema"])
