"""Work that waits for a worker is said, stopped and tried again on the jobs page."""

from __future__ import annotations

import json
import os
import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .conftest import Site
from .session import call, make_project, wait_for_states
from .test_pages import look_at, violations


def worker_processes(site: Site) -> list[int]:
    """The processes of this site's worker, found by the environment that its supervisor gives them."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            environment = (entry / "environ").read_bytes().split(b"\0")
            command = (entry / "cmdline").read_bytes()
        except (OSError, ValueError):
            continue
        wanted = (f"MORETTA_DATA={site.folder}".encode(), b"MORETTA_ROLE=worker")
        if command and all(one in environment for one in wanted):
            found.append(int(entry.name))
    return found


@contextmanager
def workers_asleep(site: Site) -> Iterator[None]:
    """The worker does nothing meanwhile; it goes on afterwards as if it had slept."""
    processes = worker_processes(site)
    assert processes
    for process in processes:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            os.kill(process, signal.SIGCONT)


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs /proc to find the worker")
def test_work_without_a_worker_is_said_stopped_and_tried_again(
    page: Page, desk: Page, site: Site, testdata: Path
) -> None:
    project = make_project(desk, "Nobody works")
    with workers_asleep(site):
        page.goto(f"{site.address}/p/{project}")
        page.locator("input[type=file][multiple]").set_input_files(
            testdata / "negatives" / "coco_000000000025.jpg"
        )
        wait_for_states(page, project, {"processing": 1})
        notice = page.locator(".worker-notice")
        expect(notice).to_contain_text("No worker is running, so 1 photo or frame waits.", timeout=60_000)
        expect(notice).to_contain_text("Start one: moretta up")
        assert violations(page) == []
        notice.get_by_role("button", name="Copy command").click()
        expect(page.get_by_text("Copied")).to_be_visible()
        page.get_by_role("link", name="Jobs").click()
        expect(notice).to_be_visible()
        job = page.locator(".jobs > li")
        expect(job).to_have_attribute("data-state", "queued")
        job.get_by_role("button", name="Stop").click()
        expect(job).to_have_attribute("data-state", "cancelled")
        expect(job).to_contain_text("stopped")
        expect(notice).to_have_count(0)
        job.get_by_role("button", name="Try again").click()
        expect(job).to_have_attribute("data-state", "queued")
    wait_for_states(page, project, {"annotate": 1})
    expect(job).to_have_attribute("data-state", "succeeded")
    assert violations(page) == []


def test_a_job_with_a_broken_file_names_it(page: Page, desk: Page, site: Site, testdata: Path) -> None:
    project = make_project(desk, "Broken file")
    page.goto(f"{site.address}/p/{project}")
    page.locator("input[type=file][multiple]").set_input_files(
        [testdata / "odd" / "corrupted.heic", testdata / "negatives" / "coco_000000000025.jpg"]
    )
    wait_for_states(page, project, {"annotate": 1, "failed": 1})
    page.goto(f"{site.address}/p/{project}/jobs")
    job = page.locator(".jobs > li").filter(has_text="corrupted.heic")
    expect(job).to_have_attribute("data-state", "partial")
    expect(job).to_contain_text("1 file failed")
    sentence = job.locator(".job-errors dd").inner_text()
    assert sentence == call(page, "GET", f"assets?project={project}&state=failed")["results"][0]["error"]


def test_a_job_says_what_to_know_of_it_though_nothing_failed(
    page: Page, desk: Page, site: Site, testdata: Path, tmp_path: Path
) -> None:
    outside = {"image_id": 1, "category_id": 1, "bbox": [9000, 5, 20, 10]}
    coco = {
        "images": [{"id": 1, "file_name": "icc.jpg"}],
        "categories": [{"id": 1, "name": "face"}],
        "annotations": [outside],
    }
    (tmp_path / "coco.json").write_text(json.dumps(coco))
    project = make_project(desk, "Notes")
    page.goto(f"{site.address}/p/{project}")
    page.locator("input[type=file][multiple]").set_input_files(
        [testdata / "odd" / "icc.jpg", tmp_path / "coco.json"]
    )
    wait_for_states(page, project, {"annotate": 1})
    page.goto(f"{site.address}/p/{project}/jobs")
    job = page.locator(".jobs > li").filter(has_text="What to know")
    expect(job).to_have_attribute("data-state", "succeeded")
    expect(job.locator(".job-notes li")).to_have_text(
        re.compile(r"^icc\.jpg: annotations\[0\]: The box lies outside")
    )
    look_at(page, "jobs-notes", [("light", 1280), ("dark", 1280)])
