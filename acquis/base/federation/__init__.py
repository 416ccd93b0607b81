"""Signing in by one's institution: which servers, how each is asked, what is kept of its answer."""
