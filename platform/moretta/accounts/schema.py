"""How the schema names the two ways to sign in."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension


class SessionScheme(OpenApiAuthenticationExtension):
    target_class = "moretta.accounts.authentication.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        says = "The browser's session. Requests that change something also send the header X-CSRFToken."
        return {"type": "apiKey", "in": "cookie", "name": "moretta_session", "description": says}


class UploadSessionScheme(SessionScheme):
    target_class = "moretta.datasets.uploads.HeaderSessionAuthentication"
    name = "session_upload"


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = "moretta.accounts.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        says = "`Token <secret>`, made under *Tokens*; limited to its organization and scopes."
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": says}
