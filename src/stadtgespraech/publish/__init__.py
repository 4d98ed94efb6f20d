"""Records to files: one format-free document, one writer a format, and the bundle."""
