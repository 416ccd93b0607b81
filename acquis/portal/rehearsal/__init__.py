"""A whole year played with invented people, through the pages that people use."""
