// Keeps the page as it is when the process that answers goes away. Gradio 6.31 would load it again as
// soon as there is one, and the conversation is held nowhere but here. So what Gradio asks for does not
// fail: it hears in our words what is the matter, and asks again when the reader does.
(() => {
  const ask = window.fetch.bind(window);
  const page = document.documentElement;
  // The texts are there later than this.
  const lost = () => window.pageTexts.connection_lost;
  const lastWords = () =>
    [{ msg: "unexpected_error", message: lost() }, { msg: "close_stream" }]
      .map((message) => `data: ${JSON.stringify(message)}\n\n`)
      .join("");
  const tellLost = () => {
    page.dataset.lost = "";
    document.dispatchEvent(new Event("lost"));
  };

  // By this stream a process knows that the page is open, and forgets the conversation when it ends.
  const hearing = new Set();
  let heartbeat;
  const beat = async () => {
    const { headers, body } = await ask(heartbeat);
    const process = headers.get("x-process");
    const end = () => hearing.delete(process);
    hearing.add(process);
    await body.pipeTo(new WritableStream()).then(end, end);
  };

  const hear = async (request) => {
    const answer = await ask(request);
    if (!answer.ok) throw new Error(`status ${answer.status}`);
    return answer.body.getReader();
  };
  // The stream with answers; a process that does not know the page says so in it.
  const answers = (request) => {
    let reader;
    const pull = async (stream) => {
      try {
        reader ??= await hear(request);
        const { done, value } = await reader.read();
        if (done) return stream.close();
        if (new TextDecoder().decode(value).includes('"session_not_found":true')) throw new Error("moved");
        return stream.enqueue(value);
      } catch (error) {
        if (request.signal.aborted) return stream.error(error);
        tellLost();
        stream.enqueue(new TextEncoder().encode(lastWords()));
        return stream.close();
      }
    };
    return new Response(new ReadableStream({ pull }));
  };

  window.fetch = async (asked, options) => {
    const address = String(asked.url ?? asked);
    if (address.includes("/gradio_api/heartbeat/")) {
      heartbeat = address;
      beat().catch(() => {});
      return new Response(new ReadableStream());
    }
    if (address.includes("/gradio_api/queue/data")) return answers(new Request(asked, options));
    if (!address.includes("/gradio_api/queue/join")) return ask(asked, options);
    delete page.dataset.lost;
    const answer = await ask(asked, options).catch(() => Response.json({ detail: lost() }, { status: 502 }));
    const process = answer.headers.get("x-process");
    // Another one from now on, or the stream was cut.
    if (process && !hearing.has(process)) beat().catch(() => {});
    return answer;
  };
})();
