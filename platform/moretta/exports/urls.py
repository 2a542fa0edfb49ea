from django.urls import path

from . import views

urlpatterns = [
    path("exports", views.ExportsView.as_view(), name="exports"),
    path("exports/preview", views.ExportPreviewView.as_view(), name="export-preview"),
    path("exports/<uuid:id>", views.ExportView.as_view(), name="export"),
    path("exports/<uuid:id>/file", views.export_file, name="export-file"),  # type: ignore[arg-type]
    path("exports/<uuid:id>/manifest", views.ExportManifestView.as_view(), name="export-manifest"),
]
