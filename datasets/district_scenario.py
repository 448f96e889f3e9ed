"""The two TOML files of the bundled case: what it is, and what its planner asks for."""

from __future__ import annotations

from typing import Final

CASE_TOML: Final = """\
# DATA CONTOH: made up by datasets/district.py; no row is a real person.
schema = "penata.case/1"
name = "DATA CONTOH - Kecamatan Lubuk Begalung"
agency = "Pemerintah Kota Padang"
as_of = 2026-11-01
effective = 2027-01-04
synthetic = true

[parameters]
work_minutes_year = 75000
"""

SCENARIO_TOML: Final = """\
# DATA CONTOH: penataan lintas perangkat daerah, diputuskan PPK (wali kota).
schema = "penata.scenario/1"
name = "DATA CONTOH - Penataan awal 2027"
basis = "reorganisation"

[scope]
units = ["KEC-LB", "DINKES", "DINSOS"]
subtree = true

[moves]
max_share = 0.35

[rules.R17.line]
mode = "hard"

# Kebijakan daerah (contoh): pangkat dalam rentang jabatan mengikat, satu tingkat di bawah masih boleh.
[rules.R09]
mode = "hard"

[[skill_mix]]
unit = "KEC-LB"
competency = "T-IT"
level = 3
at_least = 2
mode = "soft"

[[skill_mix]]
unit = "KEL-LBG"
competency = "T-PEL"
level = 2.5
at_least = 2
mode = "soft"

[[skill_mix]]
unit = "PKM-PG"
competency = "T-KES"
level = 3
at_least = 8
mode = "soft"

[solve]
objective = "lexicographic"
gap = 0
time_limit = 60
"""
