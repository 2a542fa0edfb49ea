from django.urls import path

from . import views

urlpatterns = [
    path("detectors", views.DetectorsView.as_view(), name="detectors"),
    path("presets", views.PresetsView.as_view(), name="presets"),
    path("methods", views.MethodsView.as_view(), name="methods"),
    path("detections", views.DetectionsView.as_view(), name="detections"),
    path("projects/<uuid:project>/searches", views.SearchesView.as_view(), name="searches"),
    path("assets/<uuid:id>/candidates", views.CandidatesView.as_view(), name="candidates"),
]
