"""Hiding regions of pictures and videos: one file a method, masks united, redacted once from the original."""
