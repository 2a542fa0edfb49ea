"""Says whether the PostgreSQL and Redis of the test run answer: exit status 0, else 1 and the reason.

`python tests/services.py` with DATABASE_URL and REDIS_URL.
"""

from __future__ import annotations

import os
import sys


def reason() -> str | None:
    import psycopg
    import redis

    url = os.environ["DATABASE_URL"]
    try:
        with psycopg.connect(url, connect_timeout=3) as connection:
            row = connection.execute(
                "select rolcreatedb from pg_roles where rolname = current_user"
            ).fetchone()
            if not row or not row[0]:
                return f"the user of MORETTA_TEST_DATABASE_URL ({url}) may not create databases"
    except psycopg.Error as error:
        return f"PostgreSQL does not answer at MORETTA_TEST_DATABASE_URL ({url}): {error}"
    url = os.environ["REDIS_URL"]
    try:
        redis.Redis.from_url(url, socket_connect_timeout=3).ping()
    except redis.RedisError as error:
        return f"Redis does not answer at MORETTA_TEST_REDIS_URL ({url}): {error}"
    return None


if __name__ == "__main__":
    why = reason()
    print(why or "")
    sys.exit(1 if why else 0)
