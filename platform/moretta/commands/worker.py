"""`moretta worker`: a worker for chosen queues, on any machine that reaches the database, the broker and the files."""

from __future__ import annotations

import argparse
import os
import sys

QUEUES = ("io", "detect", "render")


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("worker", help="run a worker that takes the work of some queues")
    default = os.environ.get("MORETTA_QUEUES", ",".join(QUEUES))
    parser.add_argument("--queues", default=default, help="queues to take, of io, detect, render")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    queues = tuple(dict.fromkeys(q.strip() for q in args.queues.split(",") if q.strip()))
    if unknown := [q for q in queues if q not in QUEUES]:
        print(f"moretta worker: there is no queue {unknown[0]}. Use of {', '.join(QUEUES)}.", file=sys.stderr)
        return 2
    from ..up import worker_command

    os.environ |= {"MORETTA_ROLE": "worker", "MORETTA_QUEUES": ",".join(queues)}
    command = worker_command(args.processes, queues)
    os.execv(command[0], command)  # noqa: S606, becomes the worker, which gets the signals
    raise AssertionError("unreachable")
