"""Files to records, with a report of what was read, repaired, uncertain and lost."""
