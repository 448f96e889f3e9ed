"""Phrases about a study of policies as (Bahasa Indonesia, English)."""

from __future__ import annotations

from typing import Final

POLICIES: Final = {
    "policies.title": ("Kajian kebijakan penempatan", "Study of placement policies"),
    "policies.heading": (
        "Kebijakan penempatan pada {seeds} instansi karangan, masing-masing {people} pegawai",
        "Placement policies on {seeds} made-up agencies of {people} people each",
    ),
    "policies.how": (
        "Titik = rata-rata, garis = selang 95 % (bootstrap atas benih, penarikan ulang yang sama untuk semua kebijakan). "
        "Beda terhadap keadaan sekarang dihitung pada instansi yang sama. Selang dari sedikit benih terlalu sempit.",
        "Points are means, lines 95 % intervals (bootstrap over seeds, the same resamples for every policy). Differences "
        "from the present are of the same agencies. Intervals of few seeds are too narrow.",
    ),
    "policies.groups": (
        "Menurut jenis kelamin dan umur: hanya untuk audit, tidak dipakai kebijakan mana pun",
        "By sex and age: for the audit alone, no policy sees either",
    ),
    "policies.policy": ("Kebijakan", "Policy"),
    "policies.measure": ("Ukuran", "Measure"),
    "policies.group": ("Kelompok", "Group"),
    "policies.mean": ("Rata-rata", "Mean"),
    "policies.interval": ("Selang 95 %", "95 % interval"),
    "policies.difference": ("Beda dari sekarang", "Difference from the present"),
    "policy.present": ("keadaan sekarang", "present"),
    "policy.lottery": ("undian", "lottery"),
    "policy.seniority": ("senioritas (DUK)", "seniority (DUK)"),
    "policy.greedy": ("pasangan terbaik dahulu", "best pair first"),
    "policy.stable": ("pencocokan stabil", "stable matching"),
    "policy.suitability": ("kesesuaian saja", "suitability alone"),
    "policy.model": ("model lengkap", "the full model"),
    "measure.jpm_mean": ("rata-rata JPM (persen)", "mean JPM (percent)"),
    "measure.empty_seats": ("kursi kosong", "empty seats"),
    "measure.surplus_seats": ("kelebihan pemangku", "surplus holders"),
    "measure.unplaced": ("tanpa jabatan (orang)", "without a post (people)"),
    "measure.moves": ("perpindahan (orang)", "moves (people)"),
    "measure.head_posts_filled": ("pimpinan terisi (persen)", "head posts filled (percent)"),
    "measure.breaches": ("pelanggaran aturan wajib", "breaches of hard rules"),
    "measure.value": ("nilai susunan (poin)", "value (points)"),
    "measure.group_moved": ("berpindah (persen kelompok)", "moved (percent of the group)"),
    "measure.group_promoted": ("naik jenjang (persen kelompok)", "promoted (percent of the group)"),
    "measure.group_structural": ("memangku jabatan struktural (persen)", "in a structural post (percent)"),
    "group.sex:f": ("perempuan", "women"),
    "group.sex:m": ("laki-laki", "men"),
    "group.age:under_35": ("di bawah 35 tahun", "under 35"),
    "group.age:35_49": ("35-49 tahun", "35 to 49"),
    "group.age:50_up": ("50 tahun ke atas", "50 and above"),
}
