from django.urls import path, register_converter

from . import views
from .files import FileKind, asset_file
from .uploads import UploadsView

register_converter(FileKind, "file_kind")

urlpatterns = [
    path("datasets", views.DatasetsView.as_view(), name="datasets"),
    path("datasets/<uuid:id>", views.DatasetView.as_view(), name="dataset"),
    path("datasets/<uuid:id>/uploads", UploadsView.as_view(), name="uploads"),
    path("assets", views.AssetsView.as_view(), name="assets"),
    path("assets/ids", views.AssetIdsView.as_view(), name="asset-ids"),
    path("assets/<uuid:id>", views.AssetView.as_view(), name="asset"),
    path("assets/<uuid:id>/frames", views.FramesView.as_view(), name="asset-frames"),
    path("assets/<uuid:id>/files/<file_kind:kind>", asset_file, name="asset-file"),  # type: ignore[arg-type]
]
