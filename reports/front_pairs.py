"""Phrases about a front of two goals as (Bahasa Indonesia, English)."""

from __future__ import annotations

from typing import Final

FRONT: Final = {
    "front.title": ("Garis depan dua tujuan", "Front of two goals"),
    "front.heading": ("{first} lawan {second}: {case}", "{first} against {second}: {case}"),
    "front.whole": (
        "{count} rencana; tidak ada rencana lain yang lebih baik pada satu tujuan tanpa kalah pada yang lain (terbukti).",
        "{count} plans; no other plan is better in one goal without being worse in the other (proved).",
    ),
    "front.part": (
        "{count} rencana dari garis depan; titik lain hanya mungkin ada di {share} % bidang di antara kedua ujungnya.",
        "{count} plans of the front; further points can lie only in {share} % of the area between its ends.",
    ),
    "front.none": ("Tidak ada rencana.", "There is no plan."),
    "front.knee": (
        "Titik lutut: {first} {first_amount}, {second} {second_amount}. Sesudahnya, tambahan pada satu tujuan makin mahal "
        "bagi tujuan lain.",
        "The knee: {first} {first_amount}, {second} {second_amount}. Beyond it, more of one goal costs ever more of the "
        "other.",
    ),
    "front.note": (
        "Setiap titik memenuhi semua aturan wajib. Tujuan lain tidak ikut dihitung dalam garis depan ini.",
        "Every point keeps all hard rules. Other goals do not count in this front.",
    ),
    "front.point": ("Titik", "Point"),
    "front.points": ("poin", "points"),
    "front.total": ("Nilai total", "Total value"),
    "term.value": ("nilai semua tujuan lain (poin)", "value of all other goals (points)"),
}
