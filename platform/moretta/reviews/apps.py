from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "moretta.reviews"
    label = "reviews"
