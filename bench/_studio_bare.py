"""A page in a Chromium that is told what to do through its own pipe, for measuring memory: a driver that listens to the
network, as Playwright does, has the page's process keep hundreds of megabytes of what was answered."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
from typing import Any

import psutil
from _installation import Person
from _studio_script import SCRIPT

WINDOW = "1280,890"  # of which 90 are not the page's


class BareChromium:
    """One page, signed in, with the measuring script in it."""

    def __init__(self, address: str, person: Person) -> None:
        self.address, self.person = address, person
        self._number, self._unread = 0, b""

    def __enter__(self) -> BareChromium:
        self._home = tempfile.TemporaryDirectory()
        (there, write), (read, back) = os.pipe(), os.pipe()

        def as_chromium_wants_them() -> None:
            os.dup2(there, 103)  # aside first: these may be 3 and 4 themselves
            os.dup2(back, 104)
            os.dup2(103, 3)
            os.dup2(104, 4)

        path = shutil.which("chromium") or shutil.which("chromium-browser")
        assert path
        words = [path, "--headless", "--no-sandbox", "--no-first-run", "--remote-debugging-pipe"]
        self._process = subprocess.Popen(
            [*words, f"--user-data-dir={self._home.name}", f"--window-size={WINDOW}", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            close_fds=False,
            preexec_fn=as_chromium_wants_them,
        )
        os.close(there)
        os.close(back)
        self._write, self._read = write, read
        target = self._ask("Target.createTarget", "", url="about:blank")["targetId"]
        self._session = self._ask("Target.attachToTarget", "", targetId=target, flatten=True)["sessionId"]
        for name, value in self.person.http.cookies.items():
            self._ask("Storage.setCookies", "", cookies=[{"name": name, "value": value, "url": self.address}])
        self._ask("Page.enable")
        self._ask("Page.addScriptToEvaluateOnNewDocument", source=SCRIPT)
        return self

    def __exit__(self, *_: object) -> None:
        ended = psutil.Process(self._process.pid)
        children = ended.children(recursive=True)
        ended.terminate()
        psutil.wait_procs([ended, *children], 30)  # a child writes to its cache a while longer
        os.close(self._write)
        os.close(self._read)
        self._home.cleanup()

    def open(self, path: str, wanted: str) -> None:
        self._ask("Page.navigate", url=f"{self.address}{path}")
        while not self._evaluate(f"Boolean(document.querySelector({json.dumps(wanted)}))"):
            time.sleep(0.1)

    def key(self, key: str, until: str) -> float:
        """Milliseconds from the event of a letter's key to the frame in which what `until` names has changed."""
        self._evaluate(f"bench.arm({json.dumps(until)})")
        code = {"key": key, "code": f"Key{key.upper()}", "windowsVirtualKeyCode": ord(key.upper())}
        self._ask("Input.dispatchKeyEvent", type="keyDown", text=key, **code)
        self._ask("Input.dispatchKeyEvent", type="keyUp", **code)
        return float(self._evaluate("bench.answer()"))

    def memory(self, *, short: bool = False) -> dict[str, float]:
        """Megabytes: what the page's script holds after clearing away, what its process has for itself, and with
        `short` what of that it keeps when told that memory is short. Told so once, it keeps less from then on."""
        self._ask("HeapProfiler.collectGarbage")
        script = self._ask("Runtime.getHeapUsage")["usedSize"]
        found = {"script_mb": script, "process_mb": self._own_memory()}
        if short:
            self._ask("Memory.simulatePressureNotification", level="critical")
            time.sleep(3)
            found["kept_mb"] = self._own_memory()
        return {name: round(size / 1e6, 1) for name, size in found.items()}

    def _own_memory(self) -> int:
        """Bytes that the largest of the pages' processes has for itself."""
        processes = self._ask("SystemInfo.getProcessInfo", "")["processInfo"]
        pages = [psutil.Process(one["id"]) for one in processes if one["type"] == "renderer"]
        return max(int(one.memory_full_info().uss) for one in pages)

    def _evaluate(self, script: str) -> Any:
        answer = self._ask("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        return answer["result"].get("value")

    def _ask(self, method: str, session: str | None = None, **params: Any) -> dict[str, Any]:
        """What Chromium answers; with an empty session the browser itself."""
        self._number += 1
        asked: dict[str, Any] = {"id": self._number, "method": method, "params": params}
        if session is None:
            asked["sessionId"] = self._session
        os.write(self._write, json.dumps(asked).encode() + b"\0")
        while True:
            while b"\0" not in self._unread:
                if not (more := os.read(self._read, 1 << 20)):
                    raise RuntimeError("Chromium has ended.")
                self._unread += more
            said, self._unread = self._unread.split(b"\0", 1)
            answer: dict[str, Any] = json.loads(said)
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer.get("result", {})
