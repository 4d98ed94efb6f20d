"""The promises as pure functions: records in, findings out."""
