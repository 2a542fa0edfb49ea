"""What goes in and out about people. Input forms end in `Form`; the others are shown."""

from rest_framework import serializers

from .models import AccessLink
from .roles import ROLES, SCOPES


class PersonSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    email = serializers.CharField(help_text="Empty for those who do not manage members.")
    name = serializers.CharField()


class MyOrganizationSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    role = serializers.ChoiceField(ROLES, allow_null=True, help_text="Null: in single projects only.")


class MyMembershipSerializer(serializers.Serializer):
    organization = serializers.UUIDField()
    project = serializers.UUIDField(allow_null=True, help_text="Null: all projects.")
    role = serializers.ChoiceField(ROLES)
    sees_originals = serializers.BooleanField()


class MeSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    email = serializers.CharField()
    name = serializers.CharField()
    is_superuser = serializers.BooleanField()
    is_staff = serializers.BooleanField()
    csrf_token = serializers.CharField()
    organizations = MyOrganizationSerializer(many=True)
    memberships = MyMembershipSerializer(many=True)


class SignInForm(serializers.Serializer):
    email = serializers.CharField(max_length=254)
    password = serializers.CharField(max_length=512, trim_whitespace=False)


class MeForm(serializers.Serializer):
    name = serializers.CharField(max_length=120, allow_blank=True)


class PasswordForm(serializers.Serializer):
    current = serializers.CharField(max_length=512, trim_whitespace=False)
    new = serializers.CharField(max_length=512, trim_whitespace=False)


class LinkForm(serializers.Serializer):
    kind = serializers.ChoiceField([AccessLink.INVITE, AccessLink.RESET])
    organization = serializers.UUIDField(required=False, allow_null=True)
    project = serializers.UUIDField(required=False, allow_null=True)
    role = serializers.ChoiceField(ROLES, required=False)
    sees_originals = serializers.BooleanField(default=False)
    email = serializers.EmailField(required=False, allow_blank=True, default="")
    member = serializers.UUIDField(required=False, allow_null=True, help_text="Whose password is reset.")


class NewLinkSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    url = serializers.CharField(help_text="Shown once. Whoever opens it is let in.")
    expires_at = serializers.DateTimeField()


class OpenLinkSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    kind = serializers.CharField()
    organization = serializers.UUIDField(allow_null=True)
    project = serializers.UUIDField(allow_null=True)
    role = serializers.CharField()
    sees_originals = serializers.BooleanField()
    email = serializers.CharField()
    by = serializers.CharField()
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()


class LinkPageSerializer(serializers.Serializer):
    kind = serializers.ChoiceField([AccessLink.INVITE, AccessLink.RESET, AccessLink.SIGN_IN])
    organization = serializers.CharField(allow_null=True, help_text="Its name.")
    project = serializers.CharField(allow_null=True, help_text="Its name.")
    role = serializers.CharField()
    email = serializers.CharField()
    expires_at = serializers.DateTimeField()
    by = serializers.CharField()


class UseLinkForm(serializers.Serializer):
    email = serializers.EmailField(required=False, allow_blank=True)
    name = serializers.CharField(required=False, allow_blank=True, max_length=120)
    password = serializers.CharField(required=False, allow_blank=True, max_length=512, trim_whitespace=False)


class OrganizationSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    role = serializers.ChoiceField(ROLES, allow_null=True)
    acts = serializers.ListField(child=serializers.CharField(), help_text="What I may in the whole of it.")
    allow_cloud = serializers.BooleanField(help_text="Whether pictures may be sent to cloud detectors.")
    created_at = serializers.DateTimeField()


class OrganizationForm(serializers.Serializer):
    name = serializers.CharField(max_length=120)


class OrganizationPatchForm(serializers.Serializer):
    name = serializers.CharField(max_length=120, required=False)
    allow_cloud = serializers.BooleanField(
        required=False,
        help_text="Pictures that are searched by a cloud detector leave the house: they are sent to its provider.",
    )


class MemberSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    user = PersonSerializer()
    organization = serializers.UUIDField()
    project = serializers.UUIDField(allow_null=True)
    role = serializers.ChoiceField(ROLES)
    sees_originals = serializers.BooleanField()


class MemberForm(serializers.Serializer):
    role = serializers.ChoiceField(ROLES, required=False)
    sees_originals = serializers.BooleanField(required=False)


class TokenSerializer(serializers.Serializer):
    id = serializers.CharField(help_text="The secret's first letters.")
    name = serializers.CharField()
    organization = serializers.UUIDField()
    scopes = serializers.ListField(child=serializers.ChoiceField(SCOPES))
    sees_originals = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField(allow_null=True)
    last_used_at = serializers.DateTimeField(allow_null=True)


class NewTokenSerializer(TokenSerializer):
    secret = serializers.CharField(help_text="Shown once: `Authorization: Token <secret>`.")


class TokenForm(serializers.Serializer):
    name = serializers.CharField(max_length=80)
    organization = serializers.UUIDField()
    scopes = serializers.ListField(child=serializers.ChoiceField(SCOPES), allow_empty=False)
    sees_originals = serializers.BooleanField(default=False)
    expires_in_days = serializers.IntegerField(min_value=1, max_value=3650, allow_null=True, default=90)


class ConfirmForm(serializers.Serializer):
    confirm = serializers.BooleanField(help_text="true: the bytes are gone afterwards, for good.")
