"""Every phrase of the reports as (Bahasa Indonesia, English); ``{...}`` stand for facts."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from .front_pairs import FRONT
from .policy_pairs import POLICIES
from .summary_pairs import SUMMARY

SHEETS: Final = {
    "sheet.summary": ("Ringkasan", "Summary"),
    "sheet.proposals": ("Usulan", "Proposals"),
    "sheet.map": ("Peta Jabatan", "Post Map"),
    "sheet.changes": ("Perubahan", "Changes"),
    "sheet.unfilled": ("Kosong", "Unfilled"),
    "sheet.unplaced": ("Tanpa Jabatan", "Unplaced"),
    "sheet.outside": ("Di Luar", "Outside"),
    "sheet.chains": ("Rantai", "Chains"),
    "sheet.rules": ("Aturan", "Rules"),
    "sheet.notes": ("Catatan Aturan", "Rule Notes"),
    "sheet.annex": ("Lampiran SK", "Decree Annex"),
    "title.summary": ("Ringkasan penempatan", "Summary of the placement"),
    "title.proposals": ("Usulan penempatan pegawai", "Proposed placements"),
    "title.map": ("Peta jabatan sebelum dan sesudah", "Map of posts before and after"),
    "title.changes": ("Yang berubah terhadap rencana awal", "What differs from the earlier plan"),
    "title.unfilled": ("Jabatan yang masih kosong", "Posts with empty seats"),
    "title.unplaced": ("Pegawai tanpa jabatan", "People without a post"),
    "title.outside": ("Pegawai di luar penataan", "People outside the placement"),
    "title.chains": ("Rantai perpindahan: siapa menggantikan siapa", "Chains of moves: who follows whom"),
    "title.rules": ("Aturan yang dipakai", "Rules applied"),
    "title.notes": ("Catatan aturan", "Notes of the rules"),
    "title.annex": ("Lampiran keputusan", "Annex of the decree"),
}

FRAME: Final = {
    "banner.proposal": ("USULAN – belum disetujui", "PROPOSAL – not approved"),
    "banner.approved": ("DISETUJUI", "APPROVED"),
    "banner.number": ("nomor {number}", "number {number}"),
    "banner.day": ("tanggal {day}", "on {day}"),
    "banner.by": ("oleh {who}", "by {who}"),
    "synthetic": ("DATA CONTOH – bukan data orang sungguhan", "DATA CONTOH – sample data, no real people"),
    "source": (
        "{agency} · data per {as_of} · TMT {effective} · {run_id}",
        "{agency} · data as of {as_of} · takes effect {effective} · {run_id}",
    ),
    "page": ("Halaman &P dari &N", "Page &P of &N"),
    "none": ("–", "–"),
    "more_rows": (
        "{count} baris lagi tidak muat pada lembar ini; lihat tabel hasil (CSV).",
        "{count} more rows do not fit in this sheet; see the tables of the run (CSV).",
    ),
    "empty_table": ("Tidak ada.", "None."),
    "no_plan": (
        "Tidak ada usulan: lihat lembar Ringkasan.",
        "There is no plan: see the sheet Summary.",
    ),
    "yes": ("ya", "yes"),
    "no": ("tidak", "no"),
}

HEADERS: Final = {
    "no": ("No", "No"),
    "nip": ("NIP", "Employee ID"),
    "name": ("Nama", "Name"),
    "full_name": ("Nama Lengkap", "Full Name"),
    "rank": ("Pangkat/Gol", "Rank"),
    "unit": ("Unit", "Unit"),
    "post": ("Jabatan", "Post"),
    "position_id": ("ID Jabatan", "Position ID"),
    "from": ("Jabatan Lama", "Present Post"),
    "from_id": ("ID Jabatan Lama", "Present Position ID"),
    "to": ("Jabatan Baru", "Proposed Post"),
    "to_id": ("ID Jabatan Usulan", "Proposed Position ID"),
    "move": ("Jenis Perpindahan", "Kind of Move"),
    "warm_from": ("Jabatan pada Rencana Awal", "Post in the Earlier Plan"),
    "warm_to": ("Jabatan pada Usulan Ini", "Post in This Proposal"),
    "because": ("Sebab", "Because"),
    "made_of": ("Poin Terdiri Dari", "Points Made Up Of"),
    "jpm_before": ("JPM Lama (%)", "JPM Before (%)"),
    "jpm_after": ("JPM Baru (%)", "JPM After (%)"),
    "jpm": ("JPM (%)", "JPM (%)"),
    "jpm_note": ("Catatan JPM", "JPM Note"),
    "gaps": ("Kesenjangan Kompetensi", "Competency Gaps"),
    "reasons": ("Alasan", "Reasons"),
    "warnings": ("Peringatan", "Warnings"),
    "bup": ("Tanggal BUP", "Retirement Date"),
    "decision": ("Keputusan", "Decision"),
    "remark": ("Catatan", "Remark"),
    "group": ("Kelompok", "Group"),
    "echelon": ("Eselon", "Echelon"),
    "class": ("Kelas", "Class"),
    "echelon_class": ("Eselon/Kelas", "Echelon/Class"),
    "need": ("K", "K (need)"),
    "holders": ("B", "B (holders)"),
    "difference": ("B - K", "B - K"),
    "before": ("Sebelum", "Before"),
    "after": ("Sesudah", "After"),
    "change": ("Perubahan", "Change"),
    "empty": ("Kosong", "Empty"),
    "eligible": ("Memenuhi Syarat", "Eligible"),
    "blocking": ("Aturan yang Menghalangi", "Rules in the Way"),
    "nearest": ("Calon Terdekat", "Nearest Person"),
    "lacks": ("Yang Kurang", "What Is Lacking"),
    "eligible_posts": ("Jabatan yang Dapat Diisi", "Posts Open to Them"),
    "reason": ("Alasan", "Reason"),
    "explanation": ("Penjelasan", "Explanation"),
    "chain": ("Rantai", "Chain"),
    "step": ("Langkah", "Step"),
    "follows": ("Keterangan", "What Happens"),
    "rule": ("Aturan", "Rule"),
    "title": ("Bunyi Aturan", "What It Says"),
    "mode": ("Sifat", "Mode"),
    "parameters": ("Parameter", "Parameters"),
    "source_of_rule": ("Sumber", "Source"),
    "basis": ("Dasar", "Basis"),
    "confirmed": ("Status Sumber", "State of Source"),
    "when_unknown": ("Bila Tidak Diketahui", "Where Unknown"),
    "price": ("Harga (poin)", "Price (points)"),
    "hits.breach": ("Dilanggar", "Breached"),
    "hits.existing": ("Sudah Ada", "Existing"),
    "hits.cost": ("Biaya", "Cost"),
    "hits.warning": ("Peringatan", "Warning"),
    "hits.unknown": ("Tidak Diketahui", "Unknown"),
    "kind": ("Sifat Catatan", "Kind"),
    "points": ("Poin", "Points"),
    "amount": ("Besaran", "Amount"),
    "words": ("Catatan", "Note"),
    "effective": ("TMT", "Effective"),
    "figure": ("Ukuran", "Figure"),
    "measure": ("Satuan", "Unit of Measure"),
    "term": ("Unsur Nilai", "Term"),
    "weight": ("Bobot", "Weight"),
    "points_before": ("Poin Sebelum", "Points Before"),
    "points_after": ("Poin Sesudah", "Points After"),
    "amount_before": ("Besaran Sebelum", "Amount Before"),
    "amount_after": ("Besaran Sesudah", "Amount After"),
    "tier": ("Tahap", "Tier"),
    "value": ("Nilai", "Value"),
    "bound": ("Batas Terbukti", "Proved Bound"),
    "gap": ("Selisih", "Gap"),
    "count": ("Jumlah", "Count"),
}

PROPOSALS: Final = {
    "decision.approve": ("setuju", "approve"),
    "decision.reject": ("tolak", "reject"),
    "decision.help_title": ("Keputusan", "Decision"),
    "decision.help": (
        "Kosong atau 'setuju' = sesuai usulan. 'tolak' = tetap di jabatan lama. ID jabatan = ke jabatan itu. "
        "Setelah diisi: penata score, untuk menilai ulang berkas ini.",
        "Empty or 'approve' = as proposed. 'reject' = stays in the present post. A position ID = to that post. "
        "When filled in: penata score judges this file again.",
    ),
    "decision.hint": ("setuju, tolak, atau ID jabatan", "approve, reject, or a position ID"),
    "proposals.note": (
        "Hanya yang pindah atau masuk ({moves} orang); {stays} orang tetap di jabatannya.",
        "Only those who move or enter ({moves} people); {stays} people keep their posts.",
    ),
    "move.stay": ("tetap", "stay"),
    "move.rotation": ("rotasi", "rotation"),
    "move.promotion": ("promosi", "promotion"),
    "move.demotion": ("penurunan jabatan", "demotion"),
    "move.entry": ("pengisian (belum berjabatan)", "entry (no post today)"),
    "move.unplaced": ("tanpa jabatan", "without a post"),
    "flag.not_assessed": ("belum dinilai, JPM dipakai 68", "not assessed, JPM taken as 68"),
    "flag.no_standard": ("jabatan tanpa standar, JPM dipakai 68", "post without a standard, JPM taken as 68"),
    "flag.no_course": ("ada kesenjangan tanpa pelatihan", "a gap that no course closes"),
    "reason.head": ("mengisi jabatan pimpinan yang kosong", "fills a head post that is empty"),
    "reason.vacant": ("mengisi jabatan kosong", "fills an empty seat"),
    "reason.surplus": (
        "mengurangi kelebihan pegawai di jabatan lama",
        "relieves the surplus in the present post",
    ),
    "reason.entry": ("mendapat jabatan dengan JPM {jpm} %", "gets a post with a JPM of {jpm} %"),
    "reason.plan": (
        "diperlukan agar susunan keseluruhan lebih baik",
        "needed so that the plan as a whole is better",
    ),
    "reason.follower": ("membuka jabatan lama bagi {name}", "opens the present post for {name}"),
    "reason.suitability": ("JPM naik {points} poin", "JPM rises by {points} points"),
    "reason.field": ("bidang pendidikan lebih sesuai", "field of education fits better"),
    "reason.performance": (
        "kinerjanya dipakai pada jenjang lebih tinggi",
        "the rating counts on a higher level",
    ),
    "reason.talent": ("potensinya dipakai pada jenjang lebih tinggi", "the talent counts on a higher level"),
    "reason.preference": ("sesuai minat", "meets a wish"),
    "reason.training_cost": (
        "biaya pelatihan turun Rp {idr}",
        "courses cost Rp {idr} less",
    ),
    "reason.tenure": ("sudah lama di jabatan lama", "long in the present post"),
    "reason.rules": ("catatan aturan berkurang", "fewer notes of the rules"),
}

CHAINS: Final = {
    "chain.none": ("Tidak ada perpindahan.", "Nobody moves."),
    "chain.fills": ("mengisi kursi kosong", "fills an empty seat"),
    "chain.left_by": (
        "mengisi kursi kosong, ditinggalkan {names}",
        "fills the empty seat left by {names}",
    ),
    "chain.replaces": ("menggantikan {name}", "follows {name}"),
    "chain.cycle": ("bertukar: menggantikan {name}", "exchange: follows {name}"),
    "chain.vacates": ("jabatan lama tidak diisi lagi", "the seat left is not filled"),
    "chain.entry": ("masuk, tidak meninggalkan jabatan", "enters, leaves no post"),
    "chain.leaves": ("tidak lagi berjabatan", "is left without a post"),
    "chain.title": ("Rantai {number}", "Chain {number}"),
    "chain.title_cycle": ("Rantai {number} (putaran)", "Chain {number} (cycle)"),
}

OPEN_ENDS: Final = {
    "people": ("{count} orang", "{count} people"),
    "outside.retired": ("BUP", "retirement"),
    "outside.inactive": ("tidak aktif", "not active"),
    "outside.contract_ended": ("kontrak berakhir", "contract ended"),
    "map.note": (
        "B = pemangku, K = kebutuhan. Sebelum = susunan hari ini tanpa pegawai yang tidak lagi bertugas pada TMT.",
        "B = holders, K = need. Before = today's placement without those who no longer serve by then.",
    ),
    "map.unit": ("Jumlah unit", "Unit total"),
    "map.total": ("JUMLAH", "TOTAL"),
}

RULES: Final = {
    "mode.hard": ("wajib", "hard"),
    "mode.soft": ("lunak (mengurangi nilai)", "soft (costs points)"),
    "mode.warn": ("peringatan", "warning only"),
    "mode.off": ("tidak dipakai", "off"),
    "unknown.deny": ("ditolak", "denied"),
    "unknown.deny_soft": ("mengurangi nilai", "costs points"),
    "unknown.default_soft": (
        "promosi mengurangi nilai, lainnya diperingatkan",
        "promotion costs points, else warned",
    ),
    "unknown.warn": ("diperingatkan", "warned"),
    "unknown.allow": ("dibolehkan", "allowed"),
    "unknown.default": ("promosi ditolak, lainnya diperingatkan", "promotion denied, else warned"),
    "basis.hukum": ("hukum", "law"),
    "basis.lokal": ("lokal", "local"),
    "basis.praktik": ("praktik", "practice"),
    "basis.proyek": ("proyek", "project"),
    "confirmed": ("sudah diperiksa", "checked"),
    "to_confirm": ("perlu dikonfirmasi", "to be confirmed"),
    "exempt": ("pengecualian: {count} orang", "exempt: {count} people"),
    "kind.breach": ("dilanggar", "breached"),
    "kind.existing": ("sudah ada hari ini", "exists today"),
    "kind.cost": ("mengurangi nilai", "costs points"),
    "kind.warning": ("peringatan", "warning"),
    "kind.unknown": ("data belum diketahui", "fact unknown"),
    "rule.model": ("susunan", "structure"),
}

CHANGES: Final = {
    "changes.file": ("dari berkas", "from a file"),
    "changes.note": (
        "Rencana awal {name} bernilai {before} poin pada data dan skenario ini. {count} orang berubah: {asked} diminta, "
        "{others} lainnya.",
        "The earlier plan {name} is worth {before} points in this case and scenario. {count} people differ: {asked} asked "
        "for, {others} others.",
    ),
    "changes.broken": (
        "Rencana awal melanggar aturan wajib di sini ({count}) dan diperbaiki:",
        "The earlier plan breaks hard rules here ({count}) and is repaired:",
    ),
    "because.pin": ("ditetapkan", "pinned"),
    "because.forbid": ("dilarang di jabatan semula", "forbidden in the earlier post"),
    "because.rule": ("tidak boleh lagi di jabatan semula", "no longer allowed in the earlier post"),
    "because.chain": ("ikut dalam rantai jabatan", "follows in the chain of posts"),
    "because.other": ("di luar rantai itu", "outside these chains"),
}

ANNEX: Final = {
    "annex.head": ("LAMPIRAN KEPUTUSAN {agency}", "ANNEX OF THE DECREE OF {agency}"),
    "annex.number": ("Nomor: {number}", "Number: {number}"),
    "annex.day": ("Tanggal: {day}", "Date: {day}"),
    "annex.place": ("Ditetapkan di {blank}", "Done at {blank}"),
    "annex.on": ("pada tanggal {day}", "on {day}"),
    "annex.officer": ("Pejabat Pembina Kepegawaian,", "The Appointing Officer,"),
    "annex.nip": ("NIP {blank}", "Employee ID {blank}"),
    "annex.no_post": ("belum berjabatan", "no post"),
    "annex.class": ("Kelas {number}", "Class {number}"),
}

PAIRS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        **SHEETS,
        **FRAME,
        **{f"head.{key}": pair for key, pair in HEADERS.items()},
        **PROPOSALS,
        **CHAINS,
        **OPEN_ENDS,
        **RULES,
        **ANNEX,
        **CHANGES,
        **SUMMARY,
        **FRONT,
        **POLICIES,
    }
)
"""Every phrase by key."""
