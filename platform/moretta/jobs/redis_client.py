"""Connections to the Redis (or Valkey) that carries hints, live events, presence and workers' signs of life."""

from __future__ import annotations

import os
from typing import Any

import redis
import redis.asyncio
from django.conf import settings

_clients: dict[int, redis.Redis] = {}


def address() -> str:
    """redis-py's spelling of the broker's address: Celery writes a socket as redis+socket://path."""
    return str(settings.REDIS_URL).replace("redis+socket://", "unix://", 1)


def client() -> Any:  # redis-py's annotations mix what awaits with what does not
    """The `redis.Redis` of this process; short timeouts, for nobody may wait for it."""
    pid = os.getpid()  # a forked worker must not share its parent's sockets
    if pid not in _clients:
        _clients.clear()
        _clients[pid] = redis.Redis.from_url(
            address(), socket_timeout=3, socket_connect_timeout=2, decode_responses=True
        )
    return _clients[pid]


def async_client() -> Any:
    """A `redis.asyncio.Redis` of its own for one event stream; close it with `aclose`."""
    return redis.asyncio.Redis.from_url(
        address(), socket_timeout=30, socket_connect_timeout=2, decode_responses=True
    )
