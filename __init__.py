"""Penata: proposes which civil servant should hold which post, says why, and lets people decide."""
