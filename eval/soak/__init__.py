"""Serving for long while everything around it goes wrong, and what readers notice of that."""
