"""What to do: engines that read a placement problem, and the referee that trusts none of them."""
