"""Self-contained HTML pages: one file, no outside request, charts by the bundled Vega (vega.github.io, BSD-3-Clause)."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ..models.domain.errors import NotFoundError
from .words import Language, Words

LIBRARIES: Final = ("vega.min.js", "vega-lite.min.js", "vega-embed.min.js")
CODES: Final = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def render_page(template: str, charts: Mapping[str, Mapping[str, Any]], *, language: Language, **facts: object) -> str:
    """Return a page.

    Parameters
    ----------
    template
        File under ``templates``.
    charts
        Id of an element -> Vega-Lite specification that is drawn there.
    language
        Language of the page.
    facts
        What the template names; text is escaped.
    """
    environment = Environment(
        loader=PackageLoader("penata.reports", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    static = files("penata.reports").joinpath("static")
    scripts = [Markup(static.joinpath(name).read_text(encoding="utf-8")) for name in LIBRARIES]
    drawn = {name: Markup(json.dumps(spec, ensure_ascii=False).translate(CODES)) for name, spec in charts.items()}
    words = Words(language)
    return environment.get_template(template).render(words=words, scripts=scripts, charts=drawn, language=language, **facts)


def write_page(path: Path, text: str) -> None:
    """Write a page whole or not at all.

    Raises
    ------
    NotFoundError
        The folder is missing or can't be written to.
    """
    try:
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=path.parent, suffix=".tmp", delete=False) as stream:
            kept = Path(stream.name)
            try:
                stream.write(text)
            except OSError:
                kept.unlink(missing_ok=True)
                raise
        kept.chmod(0o644)
        os.replace(kept, path)
    except OSError as error:
        message = f"{path}: can't be written ({error.strerror}). Choose another place."
        bahasa = f"{path}: tidak dapat ditulis ({error.strerror}). Pilih tempat lain."
        raise NotFoundError(message, code="E-WRITE", bahasa=bahasa) from error
