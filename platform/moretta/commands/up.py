"""`moretta up`: start the whole platform on this machine."""

from __future__ import annotations

import argparse
import os


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("up", help="start the platform on this machine: page, workers, broker")
    parser.add_argument(
        "--host", default=os.environ.get("HOST_ADDRESS", "127.0.0.1"), help="address to listen on"
    )
    parser.add_argument("--port", type=int, default=os.environ.get("PORT", "8000"), help="port (or PORT)")
    parser.add_argument("--data", help="data folder (or MORETTA_DATA, default ./data)")
    parser.add_argument("--processes", type=int, help="worker processes (default: one a core, at most 3)")
    parser.add_argument("--no-demo", action="store_true", help="make no demo project")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    if args.data:
        os.environ["MORETTA_DATA"] = args.data
    from ..up import Options, up

    processes = args.processes or max(1, min(os.cpu_count() or 1, 3))
    demo = not args.no_demo and os.environ.get("MORETTA_DEMO", "1") != "0"
    return up(Options(args.host, args.port, processes, demo))
