"""What is left of people in redacted files: who is still found, who can still be linked, what plates say, what changed
besides."""
