"""The draft of an entry in the Dutch register of algorithms (algoritmes.overheid.nl).

The field names are those of its publication standard 1.0, as its delivery API takes them. What
only the organisation can know is left empty, and named as such.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from assistant.settings import Settings

_DRAFT: Final = Path(__file__).parent / "algoritmeregister.json"


def draft_entry(settings: Settings) -> dict[str, Any]:
    """Return the draft for the organisation and the way of answering in the settings."""
    stored: dict[str, Any] = json.loads(_DRAFT.read_text(encoding="utf-8"))
    fields = stored["velden"]
    if settings.chat_model is None:
        method = stored["bij_citaten"]
    else:
        method = stored["bij_taalmodel"].format(model=settings.chat_model)
    kept = stored["vraag_bewaard" if settings.feedback_question_text else "vraag_niet_bewaard"]
    is_address = settings.contact is not None and not settings.contact.startswith("https://")
    fields |= {
        "methods_and_models": f"{fields['methods_and_models']} {method}",
        "source_data": f"{fields['source_data']} {kept.format(days=settings.feedback_days)}",
        "organization": settings.organisation,
        "contact_email": settings.contact if is_address else None,
    }
    return {
        "concept": stored["concept"],
        "toelichting": stored["toelichting"],
        "nog_in_te_vullen": [name for name, value in fields.items() if value is None],
        "velden": fields,
    }
