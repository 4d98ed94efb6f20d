"""The rooms of those who run a process: one file a room."""
