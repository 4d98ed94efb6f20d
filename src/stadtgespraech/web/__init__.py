"""The site: one Django app, one migration chain. urls → views → forms → actions → access → models."""
