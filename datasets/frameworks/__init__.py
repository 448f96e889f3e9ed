"""Competency lists of others as requirements: O*NET, role ladders (SFIA, UK Digital and Data), ESCO."""
