from django.urls import path

from . import views

urlpatterns = [
    path("projects", views.ProjectsView.as_view()),
    path("projects/<uuid:project>", views.ProjectView.as_view()),
    path("projects/<uuid:project>/labels", views.LabelsView.as_view()),
    path("projects/<uuid:project>/policies", views.PoliciesView.as_view()),
    path("projects/<uuid:project>/presence", views.ProjectPresenceView.as_view()),
    path("projects/<uuid:project>/sample", views.SampleView.as_view()),
    path("labels/<uuid:label>", views.LabelView.as_view()),
]
