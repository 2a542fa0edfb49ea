"""Loaded by pytest before the settings are read: every test process has a data folder of its own, gone at its end."""

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="moretta-test-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["MORETTA_DATA"] = _folder
os.environ["MORETTA_TESTING"] = "1"
for name in ("MORETTA_FILES", "MORETTA_SECRET_KEY", "MORETTA_HTTPS", "MORETTA_HOSTS", "MORETTA_ORIGINS"):
    os.environ.pop(name, None)

# On a Redis that others use as well, every test process keeps to a database of its own.
if url := os.environ.get("REDIS_URL"):
    number = 8 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw") or 0) % 7
    os.environ["REDIS_URL"] = f"{url.rsplit('/', 1)[0]}/{number}" if url.count("/") > 2 else f"{url}/{number}"
