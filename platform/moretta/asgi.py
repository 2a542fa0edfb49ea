"""The server's entry: `uvicorn moretta.asgi:application`."""

import os

from django.core.asgi import get_asgi_application

from moretta.bodies import limit_bodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "moretta.settings")

application = limit_bodies(get_asgi_application())
