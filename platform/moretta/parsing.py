"""How the body of a request is read."""

from typing import Any

from rest_framework import parsers
from rest_framework.exceptions import ParseError


class BodyParser(parsers.JSONParser):
    """JSON; what is nested deeper than anybody needs is refused as what is no JSON at all."""

    def parse(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().parse(*args, **kwargs)
        except RecursionError:
            raise ParseError("The request's JSON is nested too deeply.") from None
