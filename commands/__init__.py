"""The command line: one file a group; each parses, calls one function of ``api`` and prints."""
