from django.urls import path

from . import crop_views, follow_views, hunt_views, people_views, views

urlpatterns = [
    path("assets/<uuid:id>/annotations", views.AnnotationsView.as_view(), name="annotations"),
    path("assets/<uuid:id>/changes", views.ChangesView.as_view(), name="changes"),
    path("assets/<uuid:id>/searched", views.SearchedView.as_view(), name="searched"),
    path("assets/<uuid:id>/comments", views.CommentsView.as_view(), name="comments"),
    path("assets/<uuid:id>/presence", views.PresenceView.as_view(), name="presence"),
    path("datasets/<uuid:id>/crops", crop_views.CropsView.as_view(), name="crops"),
    path("datasets/<uuid:id>/scores", crop_views.ScoresView.as_view(), name="scores"),
    path("datasets/<uuid:id>/threshold", crop_views.ThresholdView.as_view(), name="threshold"),
    path("datasets/<uuid:id>/crops/pictures", crop_views.CropPicturesView.as_view(), name="crop_pictures"),
    path("datasets/<uuid:id>/decisions", crop_views.DecisionsView.as_view(), name="decisions"),
    path("datasets/<uuid:id>/decisions/undo", crop_views.UndoView.as_view(), name="undo-decisions"),
    path("datasets/<uuid:id>/people", people_views.PeopleView.as_view(), name="people"),
    path("datasets/<uuid:id>/looked", hunt_views.LookedView.as_view(), name="looked"),
    path("datasets/<uuid:id>/hunt", hunt_views.HuntStateView.as_view(), name="hunt-state"),
    path("samples/<uuid:id>", hunt_views.SampleView.as_view(), name="hunt-sample"),
    path("assets/<uuid:id>/hunt", hunt_views.HuntView.as_view(), name="hunt"),
    path("assets/<uuid:id>/looks", hunt_views.LooksView.as_view(), name="looks"),
    path("assets/<uuid:id>/spot", hunt_views.SpotView.as_view(), name="spot"),
    path("assets/<uuid:id>/follow", follow_views.FollowView.as_view(), name="follow"),
    path("comments/<uuid:id>", views.CommentView.as_view(), name="comment"),
    path("assets/<uuid:id>/preview", views.PreviewView.as_view(), name="preview"),
]
