"""The facts of a placement: vocabulary, case, scenario, rules, points and the problem in arrays."""
