"""Traces as a collector gets them: stages, times and outcomes, and nothing that anyone wrote."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import grpc
from api_helpers import ApiServer, post
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2, trace_service_pb2_grpc

from assistant import Assistant

QUESTION = "Wat is publieke verantwoording?"


class Collector(trace_service_pb2_grpc.TraceServiceServicer):
    """Keeps what it is sent."""

    def __init__(self) -> None:
        self.sent: list[Any] = []
        self.has_some = threading.Event()

    def Export(self, request: Any, _: object) -> Any:  # noqa: N802
        self.sent.append(request)
        self.has_some.set()
        return trace_service_pb2.ExportTraceServiceResponse()


def test_a_collector_gets_the_stages_of_an_answer_and_no_text(
    assistant: Assistant, tmp_path: Path
) -> None:
    collector = Collector()
    serving = grpc.server(ThreadPoolExecutor(2))
    trace_service_pb2_grpc.add_TraceServiceServicer_to_server(collector, serving)
    port = serving.add_insecure_port("127.0.0.1:0")
    serving.start()
    try:
        with ApiServer(assistant, tmp_path, traces=f"http://127.0.0.1:{port}") as server:
            asked = {"question": QUESTION}
            reply = post(f"{server.url}/v1/ask", json=asked, headers=server.headers).json()
            assert collector.has_some.wait(60)
    finally:
        serving.stop(None)
    (request,) = collector.sent
    spans = request.resource_spans[0].scope_spans[0].spans
    whole = next(one for one in spans if one.name == "answer")
    stages = [one for one in spans if one is not whole]
    assert {one.name for one in stages} == reply["timings_ms"].keys() - {"total"}
    assert {one.parent_span_id for one in stages} == {whole.span_id}
    assert {
        one.key: one.value.string_value for one in whole.attributes if one.value.string_value
    } == {
        "outcome": "answered",
        "language": "nl",
    }
    for one in spans:
        assert one.start_time_unix_nano <= one.end_time_unix_nano
    sent = request.SerializeToString().decode("utf-8", "replace").lower()
    assert "verantwoording" not in sent
    assert all(
        word not in sent
        for one in reply["citations"]
        for word in one["quote"].lower().split()
        if len(word) > 8
    )
