"""The Celery application. A message is only the hint `step <id>`; the rows in the database are the truth."""

import os

from celery import Celery
from kombu import Exchange, Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "moretta.settings")

app = Celery("moretta")

PRIORITY_STEPS = [0, 5, 9]  # a person waits · bulk · whenever
SEPARATOR = ":"


def queue_key(queue: str, priority_step: int) -> str:
    """The list in Redis that holds a queue's hints of one priority."""
    return f"{queue}{SEPARATOR}{priority_step}" if priority_step else queue


def configure(url: str) -> None:
    app.conf.update(
        broker_url=url,
        broker_connection_retry_on_startup=True,
        broker_transport_options={
            "visibility_timeout": 3600,
            "unacked_restore_interval": 5,
            "queue_order_strategy": "priority",
            "priority_steps": PRIORITY_STEPS,
            "sep": SEPARATOR,
            "socket_connect_timeout": 3,
        },
        broker_connection_max_retries=None,
        task_publish_retry_policy={"max_retries": 1, "interval_start": 0.05, "interval_step": 0.05},
        task_ignore_result=True,
        task_acks_late=True,
        task_reject_on_worker_lost=False,  # the sweeper finds what was lost
        task_queues=[Queue(name, Exchange(name), routing_key=name) for name in ("io", "detect", "render")],
        task_default_queue="io",
        task_default_priority=5,
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        worker_soft_shutdown_timeout=10,
        worker_cancel_long_running_tasks_on_connection_loss=False,
        worker_send_task_events=False,
        timezone="UTC",
        imports=["moretta_tasks.tasks"],
        beat_schedule={
            "sweep": {"task": "moretta.sweep", "schedule": 5.0, "options": {"expires": 10, "priority": 0}},
            "seal": {"task": "moretta.seal", "schedule": 60.0, "options": {"expires": 60}},
            "reap": {"task": "moretta.reap", "schedule": 3600.0, "options": {"expires": 3600}},
        },
    )


def _configure_from_settings() -> None:
    from django.conf import settings

    configure(settings.REDIS_URL)


_configure_from_settings()
