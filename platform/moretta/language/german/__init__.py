"""German: `{English sentence: German sentence}`, by what the sentences are about."""

from .assets import ASSETS
from .detecting import DETECTING
from .jobs import JOBS
from .leaving import LEAVING
from .media import MEDIA
from .objects import OBJECTS
from .people import PEOPLE
from .projects import PROJECTS
from .requests import REQUESTS
from .words import WORDS

PAIRS: dict[str, str] = {
    **REQUESTS,
    **PEOPLE,
    **PROJECTS,
    **ASSETS,
    **OBJECTS,
    **DETECTING,
    **JOBS,
    **LEAVING,
    **MEDIA,
    **WORDS,
}
