// Mends what Gradio 6.31 draws without a name, a role or a language, or names in English.
// Gradio redraws at will, so everything is put back after each change of the page; elements are
// found by id, role and data-testid, because its class names change with every release.
(() => {
  const texts = window.pageTexts;

  const set = (element, name, value) => {
    if (element && element.getAttribute(name) !== value) element.setAttribute(name, value);
  };

  const mend = () => {
    document.querySelectorAll("[data-testid=user], [data-testid=bot]").forEach((message) => {
      const isQuestion = message.dataset.testid === "user";
      set(message, "role", "group");
      set(message, "aria-label", isQuestion ? texts.your_question : texts.answer_of_assistant);
    });
    // Read from its parts, the name would have spaces between them.
    document.querySelectorAll("a.marker").forEach((marker) => {
      set(marker, "aria-label", marker.textContent);
    });
    const log = document.querySelector("#chat [role=log]");
    set(log, "aria-label", texts.conversation);
    // A reader would hear every change of an answer that is being written; see actions.js.
    set(log, "aria-live", "off");
    const sources = document.querySelector("#sources");
    set(sources, "role", "region");
    set(sources, "aria-label", texts.sources);
    // It has a scroll of its own, and before the first answer nothing in it to tab to.
    set(sources, "tabindex", "0");
    mendNavigation();
    mendNotice();
    mendToasts();
  };

  // Gradio opens every link out of the page in a new tab. That is right as soon as there is a
  // conversation, which would be lost; before that it is not.
  const mendNavigation = () => {
    const navigation = document.querySelector("#navigation nav");
    if (!navigation) return;
    set(navigation, "aria-label", texts.navigation);
    set(navigation.querySelector("a"), "aria-current", "page");
    const isTalking = Boolean(document.querySelector("[data-testid=user]"));
    navigation.querySelectorAll("a").forEach((link) => {
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
    const notice = document.querySelector("#notice");
    const box = document.querySelector("#question textarea");
    if (!notice || !box) return;
    set(notice, "role", "alert");
    set(document.querySelector("#warning-text"), "role", "alert");
    const described = ["notice", "warning-text"].filter((id) =>
      document.getElementById(id)?.textContent.trim(),
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
    document.querySelectorAll("[data-testid=toast-body]").forEach((toast) => {
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

  // A new question is shown from its first line, and the sources of its answer from the top.
  let asked = 0;
  let answered = 0;
  const follow = () => {
    const questions = document.querySelectorAll("[data-testid=user]");
    const answers = document.querySelectorAll("[data-testid=bot] .answer");
    const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
    if (questions.length > asked) {
      questions[questions.length - 1].scrollIntoView({ behavior, block: "start" });
    }
    if (answers.length > answered) document.querySelector("#sources")?.scrollTo({ top: 0 });
    const isChanged = questions.length !== asked || answers.length !== answered;
    asked = questions.length;
    answered = answers.length;
    // What was pressed may be gone now, and with it the place of the keyboard.
    if (isChanged && document.activeElement === document.body) {
      document.querySelector("#question textarea")?.focus({ preventScroll: true });
    }
  };

  let isPlanned = false;
  const onChange = () => {
    if (isPlanned) return;
    isPlanned = true;
    requestAnimationFrame(() => {
      isPlanned = false;
      mend();
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
