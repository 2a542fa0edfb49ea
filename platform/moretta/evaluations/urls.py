from django.urls import path

from . import proof_views, views

urlpatterns = [
    path("evaluations", views.EvaluationsView.as_view(), name="evaluations"),
    path("evaluations/<uuid:id>", views.EvaluationView.as_view(), name="evaluation"),
    path("evaluations/<uuid:id>/differences", views.DifferencesView.as_view(), name="differences"),
    path("proofs", proof_views.ProofsView.as_view(), name="proofs"),
    path("proofs/<uuid:id>", proof_views.ProofView.as_view(), name="proof"),
    path("proofs/<uuid:id>/figures", proof_views.ProofFiguresView.as_view(), name="proof-figures"),
    path("proofs/<uuid:id>/page", proof_views.ProofPageView.as_view(), name="proof-page"),
]
