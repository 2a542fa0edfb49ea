from django.urls import path

from . import views

urlpatterns = [
    path("assets/<uuid:id>/annotations", views.AnnotationsView.as_view(), name="annotations"),
    path("assets/<uuid:id>/changes", views.ChangesView.as_view(), name="changes"),
    path("assets/<uuid:id>/searched", views.SearchedView.as_view(), name="searched"),
    path("assets/<uuid:id>/comments", views.CommentsView.as_view(), name="comments"),
    path("assets/<uuid:id>/presence", views.PresenceView.as_view(), name="presence"),
    path("comments/<uuid:id>", views.CommentView.as_view(), name="comment"),
    path("assets/<uuid:id>/preview", views.PreviewView.as_view(), name="preview"),
]
