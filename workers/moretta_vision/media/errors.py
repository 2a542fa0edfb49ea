"""What goes wrong with files, said so that a person can act on it."""


class MediaError(Exception):
    """A file cannot be used. The message is a whole sentence that names the file and what to do."""


class Stopped(Exception):
    """Work ended early because the caller's `should_stop` said so. Nothing was written."""
