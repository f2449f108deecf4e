"""What Gradio keeps of each conversation: of so many at most, and nothing once its page is closed."""

from __future__ import annotations

import asyncio
import time
from typing import Final

import gradio as gr

# An event is over a moment after its answer was sent.
_LATE_S: Final = 0.2
_PATIENCE_S: Final = 10.0


def bound_sessions(page: gr.Blocks, kept_max: int) -> None:
    """Have a page keep the newest conversations: some 100 kB each, Gradio's own bound is 10,000.

    :param kept_max: how many pages may be open; the oldest of more is long closed.
    """
    page.state_session_capacity = kept_max
    page._queue.pending_messages_per_session.max_size = kept_max


async def forget_session(page: gr.Blocks, session: str) -> None:
    """Drop a conversation whose page is closed; Gradio would keep it for an hour, and its name.

    What ends just now would bring it back, so that is waited for.
    """
    holder, queue = page.state_holder, page._queue
    ends = time.monotonic() + _PATIENCE_S
    await asyncio.sleep(_LATE_S)
    while queue.pending_event_ids_session.get(session) and time.monotonic() < ends:
        await asyncio.sleep(_LATE_S)
    holder.session_data.pop(session, None)
    holder.time_last_used.pop(session, None)
    # What still runs finds its name here.
    if not queue.pending_event_ids_session.get(session):
        queue.pending_event_ids_session.pop(session, None)
