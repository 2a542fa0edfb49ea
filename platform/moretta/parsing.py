"""How the body of a request is read."""

import json
import math
import re
from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from rest_framework import parsers
from rest_framework.exceptions import ParseError

DIGITS = 300
"""Of a whole number that a float can hold, too."""
HALF = re.compile(r"\\u[dD][89a-fA-F]")
"""In JSON in which half of a pair of code units may stand alone."""


class BodyParser(parsers.JSONParser):
    """JSON; what no database can keep, and what is nested deeper than anybody needs, is refused as what is no JSON."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        encoding = (parser_context or {}).get("encoding", settings.DEFAULT_CHARSET)
        try:
            text = stream.read().decode(encoding)
            found = json.loads(text, parse_constant=_finite, parse_float=_finite, parse_int=_whole)
            if HALF.search(text):
                json.dumps(found, ensure_ascii=False).encode()
            return found
        except RecursionError:
            raise ParseError("The request's JSON is nested too deeply.") from None
        except UnicodeEncodeError:
            raise ParseError(
                "A text in the request's JSON holds half a character (a lone surrogate)."
            ) from None
        except (ValueError, LookupError) as error:
            raise ParseError(f"JSON parse error - {error}") from None


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ParseError("A number in the request's JSON is not finite.")
    return value


def _whole(text: str) -> int:
    if len(text) > DIGITS:
        _finite(text)
    return int(text)
