"""The server's entry: `uvicorn moretta.asgi:application`."""

import os
from typing import cast

from django.core.asgi import get_asgi_application

from moretta.bodies import Application, limit_bodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "moretta.settings")

application = limit_bodies(cast(Application, get_asgi_application()))  # Django types its scope as a dict
