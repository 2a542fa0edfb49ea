from django.urls import path

from . import views

urlpatterns = [
    path("assets/next", views.NextView.as_view(), name="next-asset"),
    path("assets/bulk", views.BulkView.as_view(), name="bulk"),
    path("assets/<uuid:id>/submit", views.SubmitView.as_view(), name="submit"),
    path("assets/<uuid:id>/approve", views.ApproveView.as_view(), name="approve"),
    path("assets/<uuid:id>/request-changes", views.RequestChangesView.as_view(), name="request-changes"),
    path("assets/<uuid:id>/exclude", views.ExcludeView.as_view(), name="exclude"),
    path("assets/<uuid:id>/include", views.IncludeView.as_view(), name="include"),
    path("assets/<uuid:id>/reopen", views.ReopenView.as_view(), name="reopen"),
    path("assets/<uuid:id>/reviews", views.ReviewsView.as_view(), name="reviews"),
]
