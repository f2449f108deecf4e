"""What Gradio keeps of each conversation: of so many at most, and nothing once its page is closed."""

from __future__ import annotations

import asyncio
import time
from typing import Final

import gradio as gr

# Some 100 kB each, in Gradio's own hands 10,000 for each language. An open page holds a request, and
# there is room for as many (ASSISTANT_REQUESTS_AT_ONCE_MAX): the oldest of more is long closed.
_KEPT_MAX: Final = 500
# An event is over a moment after its answer was sent.
_LATE_S: Final = 0.2
_PATIENCE_S: Final = 10.0


def bound_sessions(page: gr.Blocks) -> None:
    """Have a page keep no more conversations than can be open, the newest ones."""
    page.state_session_capacity = _KEPT_MAX
    page._queue.pending_messages_per_session.max_size = _KEPT_MAX


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
