"""What is left of people in redacted files: who is still found, who can still be linked, what plates say, what changed
besides."""

PARTS = ("residue", "linkage", "reconstruction", "plates", "fidelity")
"""Of the report; each may be measured alone."""

LANGUAGES = ("en", "de")
"""In which the report is told."""

MATCHERS = ("pixels", "mobilefacenet", "dlib", "deepface")
"""Names of the matchers in `matchers`."""
