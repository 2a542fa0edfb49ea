from django.urls import path

from . import stream, views

urlpatterns = [
    path("jobs", views.JobsView.as_view()),
    path("jobs/<uuid:id>", views.JobView.as_view()),
    path("jobs/<uuid:id>/steps", views.JobStepsView.as_view()),
    path("jobs/<uuid:id>/cancel", views.JobCancelView.as_view()),
    path("jobs/<uuid:id>/retry", views.JobRetryView.as_view()),
    path("workers", views.WorkersView.as_view()),
    path("events", stream.events),
]
