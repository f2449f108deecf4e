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
    set(document.querySelector("#chat [role=log]"), "aria-label", texts.conversation);
    for (const language of ["nl", "en"]) {
      document.querySelectorAll(`.lang-${language}`).forEach((it) => set(it, "lang", language));
    }
    const sources = document.querySelector("#sources");
    set(sources, "role", "region");
    set(sources, "aria-label", texts.sources);
    // It has a scroll of its own, and before the first answer nothing in it to tab to.
    set(sources, "tabindex", "0");
    // Gradio opens every link that is not within the page in a new tab.
    document.querySelector("#languages a")?.removeAttribute("target");
    mendNotice();
    mendToasts();
  };

  const mendNotice = () => {
    const notice = document.querySelector("#notice");
    const box = document.querySelector("#question textarea");
    if (!notice || !box) return;
    set(notice, "role", "alert");
    if (notice.textContent.trim()) {
      set(box, "aria-invalid", "true");
      set(box, "aria-describedby", "notice");
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
  let shown = 0;
  const follow = () => {
    const questions = document.querySelectorAll("[data-testid=user]");
    const answers = document.querySelectorAll("[data-testid=bot] .answer");
    if (answers.length === shown) return;
    const isNew = answers.length > shown;
    shown = answers.length;
    if (!isNew) return;
    const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
    document.querySelector("#sources")?.scrollTo({ top: 0 });
    questions[questions.length - 1]?.scrollIntoView({ behavior, block: "start" });
    // An example that was pressed is gone now, and with it the place of the keyboard.
    if (document.activeElement === document.body) {
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
