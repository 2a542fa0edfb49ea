from django.urls import path

from . import signing, views

urlpatterns = [
    path("auth/sign-in", signing.SignInView.as_view()),
    path("auth/sign-out", signing.SignOutView.as_view()),
    path("auth/me", signing.MeView.as_view()),
    path("auth/password", signing.PasswordView.as_view()),
    path("links", views.LinksView.as_view()),
    path("links/<uuid:link>", views.LinkView.as_view()),
    path("links/<str:secret>", views.UseLinkView.as_view()),
    path("organizations", views.OrganizationsView.as_view()),
    path("organizations/<uuid:organization>", views.OrganizationView.as_view()),
    path("members", views.MembersView.as_view()),
    path("members/<uuid:member>", views.MemberView.as_view()),
    path("tokens", views.TokensView.as_view()),
    path("tokens/<str:token>", views.TokenView.as_view()),
]
