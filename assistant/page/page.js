// Mends what Gradio 6.31 draws without a name, a role or a language, or names in English; keeps the
// newest answer in view; and shows a question from the press of Enter on.
// Gradio redraws at will, so everything is put back after each change of the page; elements are
// found by id, role and data-testid, because its class names change with every release.
(() => {
  const texts = window.pageTexts;
  const find = (selector) => document.querySelector(selector);
  const all = (selector) => document.querySelectorAll(selector);

  const set = (element, name, value) => {
    if (element && element.getAttribute(name) !== value) element.setAttribute(name, value);
  };

  const mend = () => {
    all("[data-testid=user], [data-testid=bot]").forEach((message) => {
      const isQuestion = message.dataset.testid === "user";
      set(message, "role", "group");
      set(message, "aria-label", isQuestion ? texts.your_question : texts.answer_of_assistant);
    });
    // Read from its parts, the name would have spaces between them.
    all("a.marker").forEach((marker) => set(marker, "aria-label", marker.textContent));
    const log = find("#chat [role=log]");
    set(log, "aria-label", texts.conversation);
    // A reader would hear every change of an answer that is being written; see actions.js.
    set(log, "aria-live", "off");
    const sources = find("#sources");
    set(sources, "role", "region");
    set(sources, "aria-label", texts.sources);
    // It has a scroll of its own, and before the first answer nothing in it to tab to.
    set(sources, "tabindex", "0");
    const within = find("#within > button");
    if (within) set(within, "aria-expanded", String(within.classList.contains("open")));
    mendNavigation();
    mendNotice();
    mendToasts();
  };

  // Gradio opens every link out of the page in a new tab. That is right as soon as there is a
  // conversation, which would be lost; before that it is not.
  const mendNavigation = () => {
    const navigation = find("#navigation nav");
    if (!navigation) return;
    set(navigation, "aria-label", texts.navigation);
    set(navigation.querySelector("a"), "aria-current", "page");
    const isTalking = Boolean(find("[data-testid=user]"));
    all("#navigation nav a, #examples a").forEach((link) => {
      if (isTalking) set(link, "target", "_blank");
      else link.removeAttribute("target");
      const told = link.querySelector(".only-read");
      if (!isTalking) told?.remove();
      else if (!told) {
        const note = document.createElement("span");
        note.className = "only-read";
        note.lang = document.documentElement.lang;
        note.textContent = ` ${texts.new_tab}`;
        link.append(note);
      }
    });
  };

  const mendNotice = () => {
    const notice = find("#notice");
    const box = find("#question textarea");
    if (!notice || !box) return;
    set(notice, "role", "alert");
    set(find("#warning-text"), "role", "alert");
    const described = ["notice", "warning-text"].filter((id) =>
      // Not all that is in the part: Gradio tells in it that it is busy.
      find(`#${id} .md`)?.textContent.trim(),
    );
    if (described.length) {
      set(box, "aria-invalid", "true");
      set(box, "aria-describedby", described.join(" "));
    } else {
      box.removeAttribute("aria-invalid");
      box.removeAttribute("aria-describedby");
    }
  };

  // The page itself makes no toasts, so each one is about a connection that failed, in English.
  const mendToasts = () => {
    all("[data-testid=toast-body]").forEach((toast) => {
      const text = toast.querySelector("[data-testid=toast-text]");
      if (text && text.textContent !== texts.connection_lost) {
        text.textContent = texts.connection_lost;
      }
      const header = toast.querySelector("[role=button]");
      header?.removeAttribute("role");
      header?.removeAttribute("tabindex");
      set(toast.querySelector("[data-testid=toast-close]"), "aria-label", texts.close_message);
    });
  };

  // --- from the press of Enter until the server has shown the question -----------------
  let questionsThen = 0;
  const showPending = (question) => {
    const asked = find("#pending .asked");
    if (!asked || !question.trim() || find("#chat .draft")) return;
    asked.textContent = question.trim();
    questionsThen = all("[data-testid=user]").length;
    document.documentElement.dataset.pending = "";
    setTalking();
    isFollowing = true;
    asked.scrollIntoView({ block: "start" });
  };
  const endPending = () => {
    const isTold = find("#notice p") || find("#warning")?.offsetParent || find("[data-testid=toast-body]");
    if (isTold || all("[data-testid=user]").length !== questionsThen) {
      delete document.documentElement.dataset.pending;
    }
    setTalking();
  };
  // The frame of a conversation stands from the first question on, so that nothing jumps later.
  const setTalking = () => {
    const page = document.documentElement;
    page.toggleAttribute(
      "data-talking",
      "pending" in page.dataset || Boolean(find("[data-testid=user]")),
    );
  };
  document.addEventListener("keydown", (event) => {
    const isSent = event.key === "Enter" && !event.shiftKey && !event.isComposing;
    if (isSent && event.target.matches?.("#question textarea")) showPending(event.target.value);
  }, true);
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("#send, #send-anyway")) {
      showPending(find("#question textarea")?.value ?? "");
    }
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
      (isAnswered && isLong ? answers[answers.length - 1] : question).scrollIntoView({
        block: "start",
      });
    }
    if (isAnswered) showFirstQuotation();
    const isChanged = answers.length !== answered;
    answered = answers.length;
    // What was pressed may be gone now, and with it the place of the keyboard.
    if (isChanged && document.activeElement === document.body) {
      find("#question textarea")?.focus({ preventScroll: true });
    }
  };

  // Beside the answer, the first sentence that it quotes is in view without a touch.
  const showFirstQuotation = () => {
    const sources = find("#sources");
    const mark = sources?.querySelector(".turn blockquote mark");
    sources?.scrollTo({ top: 0, behavior: "instant" });
    if (!mark || getComputedStyle(sources).overflowY !== "auto") return;
    const below = mark.getBoundingClientRect().bottom - sources.getBoundingClientRect().bottom;
    if (below > 0) sources.scrollTo({ top: below + sources.clientHeight / 3, behavior: "instant" });
  };

  let isPlanned = false;
  const onChange = () => {
    if (isPlanned) return;
    isPlanned = true;
    requestAnimationFrame(() => {
      isPlanned = false;
      mend();
      endPending();
      follow();
    });
  };
  new MutationObserver(onChange).observe(document.documentElement, {
    childList: true,
    subtree: true,
    characterData: true,
  });
  onChange();
})();
