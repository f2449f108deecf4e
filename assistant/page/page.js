// Mends what Gradio 6.31 draws without a name, a role or a language, or names in English; keeps the
// newest answer in view; and shows a question from the press of Enter on.
// Gradio redraws at will, so everything is put back after each change of the page; elements are
// found by id, role and data-testid, because its class names change with every release.
(() => {
  const texts = window.pageTexts;
  const find = (selector) => document.querySelector(selector);
  const all = (selector) => document.querySelectorAll(selector);

  const page = document.documentElement;
  const box = () => find("#question textarea");

  // What Gradio leaves without a name or a role, or names in English.
  const named = {
    "[data-testid=user]": { role: "group", "aria-label": texts.your_question },
    "[data-testid=bot]": { role: "group", "aria-label": texts.answer_of_assistant },
    // A reader would hear every change of an answer that is being written; see actions.js.
    "#chat [role=log]": { "aria-label": texts.conversation, "aria-live": "off" },
    // It has a scroll of its own, and before the first answer nothing in it to tab to.
    "#sources": { role: "region", "aria-label": texts.sources, tabindex: "0" },
    "#navigation nav": { "aria-label": texts.navigation },
    "#navigation li:first-child a": { "aria-current": "page" },
    "#notice, #warning-text": { role: "alert" },
    "[data-testid=toast-close]": { "aria-label": texts.close_message },
  };
  const set = (element, name, value) => {
    if (!element || element.getAttribute(name) === value) return;
    if (value === null) element.removeAttribute(name);
    else element.setAttribute(name, value);
  };

  const mend = () => {
    for (const [selector, attributes] of Object.entries(named)) {
      for (const one of all(selector)) {
        Object.entries(attributes).forEach(([name, value]) => set(one, name, value));
      }
    }
    // Read from its parts, the name would have spaces between them.
    all("a.marker").forEach((marker) => set(marker, "aria-label", marker.textContent));
    const within = find("#within > button");
    set(within, "aria-expanded", String(within?.classList.contains("open")));
    // Gradio opens every link out of the page in a new tab. That is right as soon as there is a
    // conversation, which would be lost; before that it is not.
    const target = "talking" in page.dataset ? "_blank" : null;
    all("#navigation nav a, #examples a").forEach((link) => set(link, "target", target));
    const told = ["notice", "warning-text"].filter((id) =>
      // Not all that is in the part: Gradio tells in it that it is busy.
      find(`#${id} .md`)?.textContent.trim(),
    );
    set(box(), "aria-invalid", told.length ? "true" : null);
    set(box(), "aria-describedby", told.join(" ") || null);
    // The page itself makes no toasts, so each one is about a connection that failed, in English.
    for (const toast of all("[data-testid=toast-body]")) {
      const text = toast.querySelector("[data-testid=toast-text]");
      if (text && text.textContent !== texts.connection_lost) text.textContent = texts.connection_lost;
      const header = toast.querySelector("[role=button]");
      ["tabindex", "role"].forEach((name) => set(header, name, null));
    }
  };

  // --- from the press of Enter until the server has shown the question -----------------
  let questionsThen = 0;
  const showPending = (question) => {
    const asked = find("#pending .asked");
    if (!asked || !question.trim() || find("#chat .draft")) return;
    asked.textContent = question.trim();
    questionsThen = all("[data-testid=user]").length;
    page.dataset.pending = "";
    setTalking();
    isFollowing = true;
    asked.scrollIntoView({ block: "start" });
  };
  const endPending = () => {
    const isTold = find("#notice p") || find("#warning")?.offsetParent || find("[data-testid=toast-body]");
    if (isTold || all("[data-testid=user]").length !== questionsThen) {
      delete page.dataset.pending;
    }
    setTalking();
  };
  // The frame of a conversation stands from the first question on, so that nothing jumps later.
  const setTalking = () => {
    const isTalking = "pending" in page.dataset || Boolean(find("[data-testid=user]"));
    page.toggleAttribute("data-talking", isTalking);
  };
  document.addEventListener("keydown", (event) => {
    const isSent = event.key === "Enter" && !event.shiftKey && !event.isComposing;
    if (isSent && event.target.matches?.("#question textarea")) showPending(event.target.value);
  }, true);
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("#send, #send-anyway")) showPending(box()?.value ?? "");
  }, true);

  // --- the newest answer in view, unless the reader has gone elsewhere ------------------
  let isFollowing = false;
  let answered = 0;
  for (const name of ["wheel", "touchmove", "pointerdown"]) {
    document.addEventListener(name, () => (isFollowing = false), { passive: true });
  }
  document.addEventListener("keydown", (event) => {
    if (["PageUp", "PageDown", "Home", "End", "ArrowUp", "ArrowDown"].includes(event.key)) {
      isFollowing = isFollowing && event.target.matches?.("#question textarea");
    }
  });

  // The question with its answer below it stands at the top; a long question makes room.
  const follow = () => {
    const questions = all("[data-testid=user]");
    const answers = all("[data-testid=bot] .answer");
    const question = questions[questions.length - 1];
    const isAnswered = answers.length > answered;
    if (isFollowing && question) {
      const isLong = question.clientHeight > window.innerHeight / 4;
      const top = isAnswered && isLong ? answers[answers.length - 1] : question;
      top.scrollIntoView({ block: "start" });
    }
    if (isAnswered) showFirstQuotation();
    const isChanged = answers.length !== answered;
    answered = answers.length;
    // What was pressed may be gone now, and with it the place of the keyboard.
    if (isChanged && document.activeElement === document.body) box()?.focus({ preventScroll: true });
  };

  // Beside the answer, the first sentence that it quotes is in view without a touch.
  const showFirstQuotation = () => {
    const sources = find("#sources");
    const mark = sources?.querySelector(".turn")?.querySelector("blockquote mark");
    sources?.scrollTo({ top: 0, behavior: "instant" });
    if (!mark || getComputedStyle(sources).overflowY !== "auto") return;
    const below = mark.getBoundingClientRect().bottom - sources.getBoundingClientRect().bottom;
    if (below > 0) window.showQuotation(mark, "instant");
  };

  let isPlanned = false;
  const onChange = () => {
    if (isPlanned) return;
    isPlanned = true;
    requestAnimationFrame(() => {
      isPlanned = false;
      endPending();
      mend();
      follow();
    });
  };
  new MutationObserver(onChange).observe(page, {
    childList: true,
    subtree: true,
    characterData: true,
  });
  onChange();
})();
