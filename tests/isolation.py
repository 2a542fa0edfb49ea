"""Loaded by pytest before the settings are read: every test process has a data folder of its own, gone at its end."""

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="moretta-test-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.mkdir(os.path.join(_folder, "static"))
os.environ["MORETTA_DATA"] = _folder
os.environ["MORETTA_TESTING"] = "1"
for name in ("MORETTA_FILES", "MORETTA_SECRET_KEY", "MORETTA_HTTPS", "MORETTA_HOSTS", "MORETTA_ORIGINS"):
    os.environ.pop(name, None)
