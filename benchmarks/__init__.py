"""Benchmarks: instances by seed, published assignment problems, and what the engines take to solve them."""
