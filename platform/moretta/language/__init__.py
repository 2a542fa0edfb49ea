"""What the server says, in the language of whoever asks.

Sentences are written in English where they arise: in an error, the title of a job, a note of a worker, by the platform
or by a library that knows no Django. Many are stored. They are turned into another language only as they are shown,
by the whole sentence: `german` holds pairs, with names in braces where something goes in. What has no pair stays
English; a test walks the sources and names every sentence without one.
"""

from .middleware import speak as speak
from .saying import Said as Said
from .saying import said as said
from .saying import said_in as said_in
