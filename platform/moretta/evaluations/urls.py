from django.urls import path

from . import views

urlpatterns = [
    path("evaluations", views.EvaluationsView.as_view(), name="evaluations"),
    path("evaluations/<uuid:id>", views.EvaluationView.as_view(), name="evaluation"),
    path("evaluations/<uuid:id>/differences", views.DifferencesView.as_view(), name="differences"),
]
