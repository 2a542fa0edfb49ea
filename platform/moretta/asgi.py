"""The server's entry: `uvicorn moretta.asgi:application`."""

import gc
import os
from importlib import import_module

import django
from django.conf import settings

from moretta.bodies import limit_bodies
from moretta.one_thread import OneThreadHandler

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "moretta.settings")
django.setup(set_prefix=False)

application = limit_bodies(OneThreadHandler())

import_module(settings.ROOT_URLCONF)  # else the first request loads the views
gc.freeze()  # what is loaded stays: looking through it again and again held requests up for 0.2 s
