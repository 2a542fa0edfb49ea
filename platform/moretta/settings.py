"""Django settings. Everything that differs between installations comes from the environment through `config`."""

import os
from pathlib import Path

from moretta_vision.catalogue import LABEL_KINDS, METHODS

from . import config

PACKAGE = Path(__file__).resolve().parent
DATA = config.data_folder()
FILES = Path(os.environ.get("MORETTA_FILES", DATA / "files"))
TESTING = os.environ.get("MORETTA_TESTING") == "1"

SECRET_KEY = config.secret_key(DATA)
DEBUG = False
ALLOWED_HOSTS = config.hosts()
HTTPS = os.environ.get("MORETTA_HTTPS") == "1"
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("MORETTA_ORIGINS", "").split(",") if o]

# Workers and beat serve no admin: they start faster without its pages.
ADMIN = (
    ["django.contrib.admin.apps.SimpleAdminConfig"]
    if os.environ.get("MORETTA_ROLE") in ("worker", "beat")
    else ["unfold", "django.contrib.admin"]
)
INSTALLED_APPS = [
    *ADMIN,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "knox",
    "axes",
    "moretta.accounts",
    "moretta.projects",
    "moretta.datasets",
    "moretta.detections",
    "moretta.annotations",
    "moretta.reviews",
    "moretta.jobs",
    "moretta.exports",
    "moretta.evaluations",
    "moretta.audit",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "moretta.static_files.StaticFiles",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "moretta.language.speak",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "moretta.urls"
ASGI_APPLICATION = "moretta.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

DATABASES = {"default": config.database(DATA)}
if TESTING and not os.environ.get("DATABASE_URL"):  # a file, as in the product: threads and workers share it
    DATABASES["default"]["TEST"] = {"NAME": str(DATA / "test.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = config.redis_url(DATA)

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
if TESTING:  # a slow hash costs each test a second
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "username"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "moretta.accounts.signing.locked_out"

SESSION_COOKIE_NAME = "moretta_session"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_NAME = "moretta_csrf"
CSRF_FAILURE_VIEW = "moretta.api.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [("app", PACKAGE / "static" / "app")] if (PACKAGE / "static" / "app").exists() else []
STATIC_ROOT = DATA / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
WHITENOISE_USE_FINDERS = True  # the built page is packed in the wheel: nothing to collect
WHITENOISE_AUTOREFRESH = False
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/app/assets/"

FILE_UPLOAD_TEMP_DIR = str(FILES / "tmp")  # on the disk whose free space is checked
FILE_UPLOAD_MAX_MEMORY_SIZE = 1 << 20
DATA_UPLOAD_MAX_MEMORY_SIZE = 32 << 20
DATA_UPLOAD_MAX_NUMBER_FILES = 1000

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "moretta.accounts.authentication.SessionAuthentication",
        "moretta.accounts.authentication.TokenAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": [
        "rest_framework.renderers.JSONRenderer"
    ],  # no browsable API: its select boxes leak
    "DEFAULT_PARSER_CLASSES": ["moretta.parsing.BodyParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": None,
    "EXCEPTION_HANDLER": "moretta.api.exception_handler",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Moretta",
    "DESCRIPTION": "Label and anonymize image and video datasets.",
    "VERSION": "0.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/",
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SWAGGER_UI_DIST": "SIDECAR",  # from this server, not from somebody else's
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "ENUM_NAME_OVERRIDES": {
        "LabelKindEnum": list(LABEL_KINDS),
        "AssetKindEnum": "moretta.datasets.models.Asset.Kind",
        "AssetStateEnum": "moretta.datasets.models.Asset.State",
        "JobStateEnum": "moretta.jobs.models.Job.State",
        "MethodEnum": list(METHODS),
    },
}
REST_KNOX = {
    "TOKEN_MODEL": "accounts.Token",
    "AUTH_HEADER_PREFIX": "Token",
    "TOKEN_TTL": None,
    "TOKEN_PREFIX": "mrt",
}
MIGRATION_MODULES = {"knox": None}  # our token replaces its model; its own table would only be in the way
KNOX_TOKEN_MODEL = "accounts.Token"  # noqa: S105, the name of a model

# Limits on what is taken in; a larger thing is a clear error.
MAX_UPLOAD_BYTES = int(os.environ.get("MORETTA_MAX_UPLOAD_BYTES", 20 << 30))
MIN_FREE_BYTES = int(os.environ.get("MORETTA_MIN_FREE_BYTES", 512 << 20))
INFERENCE = os.environ.get("MORETTA_INFERENCE", "cpu")  # cpu | cuda

LOG_FOLDER = Path(os.environ.get("MORETTA_LOGS", DATA / "logs"))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "filters": {"secrets": {"()": "moretta.logs.HideSecrets"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["secrets"]},
    },
    "root": {"handlers": ["console"], "level": os.environ.get("MORETTA_LOG_LEVEL", "WARNING")},
}

UNFOLD = {"SITE_TITLE": "Moretta", "SITE_HEADER": "Moretta", "SHOW_HISTORY": True, "SHOW_VIEW_ON_SITE": False}
