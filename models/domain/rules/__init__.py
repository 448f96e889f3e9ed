"""The rule pack R01-R28: every rule an object that knows no solver; one file a family."""
