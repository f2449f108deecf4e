"""Traces of answers for OpenTelemetry: how long each stage took and how it ended, never a text.

What is needed comes with Chroma, and is loaded only where the settings name a collector.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

from assistant.answer import Reply
from assistant.settings import Settings

if TYPE_CHECKING:
    from opentelemetry.trace import Tracer

    from assistant.page.conversation import Desk

_MS: Final = 1_000_000
_EXPORT_TIMEOUT_S: Final = 2.0


def trace_answers(desk: Desk, settings: Settings) -> None:
    """Send a trace of each answer that is given at the desk, if the settings say where."""
    if settings.traces is not None:
        tracer = _tracer(settings.traces)
        desk.when_replied(lambda reply: _send(reply, tracer))


def _tracer(address: str) -> Tracer:
    from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    # Not the one of the whole process: libraries would send traces of their own, with texts.
    provider = TracerProvider(resource=Resource({"service.name": "assistant"}))
    insecure = address.startswith("http:")
    exporter = OTLPSpanExporter(address, insecure=insecure, timeout=_EXPORT_TIMEOUT_S)
    provider.add_span_processor(BatchSpanProcessor(exporter))
    return provider.get_tracer("assistant")


def _send(reply: Reply, tracer: Tracer) -> None:
    from opentelemetry.context import Context
    from opentelemetry.trace import set_span_in_context

    stages = dict(reply.timings_ms)
    ended = time.time_ns()
    at = ended - int(stages.pop("total", sum(stages.values())) * _MS)
    answer = tracer.start_span(
        "answer",
        Context(),
        attributes={
            "outcome": reply.answer.outcome,
            "language": reply.answer.language,
            "citations": len(reply.answer.citations),
        },
        start_time=at,
    )
    for name, took_ms in stages.items():
        stage = tracer.start_span(name, set_span_in_context(answer, Context()), start_time=at)
        at += int(took_ms * _MS)
        stage.end(at)
    answer.end(ended)
