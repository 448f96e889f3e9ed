"""Made-up agencies of any size, by seed: organisation, posts, standards, people and their records."""
