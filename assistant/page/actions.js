// What the reader's own buttons do, and what a screen reader is told.
// Gradio leaves a button in a message only its class and its value, so the work is done here.
(() => {
  const texts = window.pageTexts;
  const find = (selector) => document.querySelector(selector);

  // --- telling ---------------------------------------------------------------
  const status = document.createElement("div");
  status.id = "status";
  status.className = "only-read";
  status.setAttribute("role", "status");

  const tell = (text, lang = "") => {
    if (!status.isConnected) document.body.append(status);
    status.lang = lang || document.documentElement.lang;
    status.textContent = text;
  };

  // The words of an answer without the names of its sources, which would be read in between.
  const wordsOf = (answer) => {
    const said = answer.querySelector(".said")?.cloneNode(true);
    said?.querySelectorAll(".marker").forEach((marker) => marker.remove());
    said?.querySelectorAll("p, li, h3").forEach((block) => block.append(" "));
    return said?.textContent.replace(/\s+/g, " ").trim() ?? "";
  };

  let told = 0;
  let waiting = 0;
  const tellSearching = () => tell(find("#pending .waiting")?.textContent ?? "");
  const tellAnswer = () => {
    const answers = document.querySelectorAll("[data-testid=bot] .answer");
    if (answers.length > told) {
      const answer = answers[answers.length - 1];
      tell(`${texts.answer_ready} ${wordsOf(answer)}`, answer.querySelector(".said")?.lang);
    }
    told = answers.length;
    const isWriting = Boolean(find("#chat .draft"));
    if (isWriting && !waiting) waiting = setTimeout(tellSearching, 1000);
    if (!isWriting && waiting) {
      clearTimeout(waiting);
      waiting = 0;
    }
  };

  // --- asking and telling the server -------------------------------------------
  const write = (box, text) => {
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(box, text);
    box.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const ask = (button) => {
    const box = find("#question textarea");
    if (!box || find("#chat .draft")) return;
    write(box, button.textContent.trim());
    // Gradio takes over what is in the box a moment after it is typed.
    setTimeout(() => find("#send")?.click());
    box.focus({ preventScroll: true });
  };

  // What is half written is no answer: a message takes its place, and the question is in its box again.
  const dropDraft = () => {
    const draft = "lost" in document.documentElement.dataset && find("#chat .draft");
    if (!draft) return;
    const questions = document.querySelectorAll("#chat [data-testid=user]");
    write(find("#question textarea"), questions[questions.length - 1].innerText.trim());
    draft.className = "lost";
    draft.setAttribute("role", "alert");
    draft.textContent = texts.connection_lost;
  };
  document.addEventListener("lost", dropDraft);

  let sent = 0;
  const sendOut = (message) => {
    const wire = find("#wire textarea");
    sent += 1;
    if (wire) write(wire, `${message}#${sent}`);
  };

  // --- judging -------------------------------------------------------------------
  const verdicts = new Map();
  const showVerdicts = () => {
    document.querySelectorAll("button.verdict").forEach((button) => {
      const [verdict, turn] = button.value.split(" ");
      const isPressed = String(verdicts.get(turn) === verdict);
      if (button.getAttribute("aria-pressed") !== isPressed) {
        button.setAttribute("aria-pressed", isPressed);
      }
    });
  };
  const judge = (button) => {
    const [verdict, turn] = button.value.split(" ");
    verdicts.set(turn, verdict);
    showVerdicts();
    sendOut(button.value);
  };

  let judged = "";
  const tellJudged = () => {
    const text = find("#judging-text")?.textContent.trim() ?? "";
    if (text && text !== judged) tell(text);
    judged = text;
  };

  // --- copying -----------------------------------------------------------------
  // Outside https and this machine browsers have no clipboard for pages but this old one.
  const copyOldWay = (text) => {
    const box = document.createElement("textarea");
    box.value = text;
    box.setAttribute("aria-hidden", "true");
    box.className = "only-read";
    document.body.append(box);
    box.select();
    const isDone = document.execCommand("copy");
    box.remove();
    return isDone;
  };

  const copy = (button) => {
    const text = button.closest(".tools")?.querySelector(".copied-text")?.textContent ?? "";
    return copyText(text, texts.copied, button);
  };

  // A link that asks the same again. The question stands behind "#", which no server is told.
  const share = (button) => {
    const message = button.closest("[data-testid=bot]");
    const asked = [...document.querySelectorAll("[data-testid=user], [data-testid=bot]")];
    const question = asked[asked.indexOf(message) - 1]?.textContent.trim() ?? "";
    const address = new URL(window.location.href);
    address.hash = `vraag=${encodeURIComponent(question)}`;
    return copyText(address.href, texts.shared, button);
  };

  const copyText = async (text, done, button) => {
    let isDone = true;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      isDone = copyOldWay(text);
      button.focus();
    }
    const message = isDone ? done : texts.copy_failed;
    tell(message);
    button.dataset.done = message;
    setTimeout(() => delete button.dataset.done, 3000);
  };

  // --- files ---------------------------------------------------------------------
  // The file comes over the connection of the page, so no address leads to it.
  let offered = "";
  const offerFile = () => {
    const file = find("#file p[id]");
    if (!file || file.id === offered) return;
    offered = file.id;
    const bytes = Uint8Array.from(atob(file.textContent.trim()), (sign) => sign.charCodeAt(0));
    const address = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = file.title;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
    tell(texts.downloaded);
    sendOut("received");
  };

  // A file of the reader's own is read here; what is no conversation does not leave the browser.
  const load = () => {
    const picker = document.createElement("input");
    picker.type = "file";
    picker.accept = ".json";
    picker.addEventListener("change", async () => {
      const file = picker.files[0];
      const said = file.size > texts.file_bytes_max ? "" : await file.text();
      sendOut(`load ${said.startsWith("{") ? said : ""}`);
    });
    picker.click();
  };

  // A conversation that was cleared can be had back for so long; then the server forgets it.
  const UNDO_MS = 10000;
  let forgetting = 0;
  let cleared = [];

  // --- one place for every press ---------------------------------------------------
  const actions = { ask, copy, share, load, verdict: judge, download: (button) => sendOut(button.value) };
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("#chat button, #further button, #examples button, #downloads button");
    if (button) {
      const name = Object.keys(actions).find((each) => button.classList.contains(each));
      if (name) actions[name](button);
    }
    if (event.target.closest?.("a.skip")) {
      event.preventDefault();
      find("#question textarea")?.focus();
    }
    if (event.target.closest?.("#clear")) {
      offered = "";
      tell(texts.cleared);
      find("#question textarea")?.focus();
      clearTimeout(forgetting);
      cleared = [...verdicts];
      verdicts.clear();
      forgetting = setTimeout(() => sendOut("forget"), UNDO_MS);
    }
    if (event.target.closest?.("#undo")) {
      clearTimeout(forgetting);
      cleared.forEach((one) => verdicts.set(...one));
    }
    if (event.target.closest?.("#undo, #adjust, #stop, #close-reason")) {
      find("#question textarea")?.focus();
    }
  });

  // Of many documents to choose from, those are shown whose title has the words.
  document.addEventListener("input", (event) => {
    if (!event.target.matches?.("#within-filter :is(input, textarea)")) return;
    const words = event.target.value.trim().toLowerCase();
    document.querySelectorAll("#within-documents label").forEach((label) => {
      label.hidden = !label.textContent.toLowerCase().includes(words);
    });
  });

  // The list is shut by Escape, and by going on with something else.
  const shutList = () => find("#within > button.open")?.click();
  document.addEventListener("focusin", (event) => {
    if (!event.target.closest?.("#within")) shutList();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !event.target.closest?.("#within")) return;
    shutList();
    find("#within > button")?.focus();
  });

  // A warning asks for a choice: the safe one is at hand.
  let isWarned = false;
  const showWarning = () => {
    const isShown = Boolean(find("#adjust")?.offsetParent);
    if (isShown && !isWarned) find("#adjust").focus();
    isWarned = isShown;
  };

  // --- a question that came with the address ------------------------------------------
  let isOpened = false;
  const openShared = () => {
    const box = find("#question textarea");
    if (isOpened || !box) return;
    isOpened = true;
    const shared = /^#vraag=(.+)$/.exec(window.location.hash);
    if (!shared) return;
    history.replaceState(null, "", window.location.pathname + window.location.search);
    try {
      write(box, decodeURIComponent(shared[1]));
    } catch {
      return;
    }
    box.focus();
  };

  // At once and not at the next frame: a tab in the background draws no frames.
  const onChange = () => {
    dropDraft();
    tellAnswer();
    showVerdicts();
    tellJudged();
    offerFile();
    showWarning();
    openShared();
  };
  new MutationObserver(onChange).observe(document.documentElement, {
    childList: true,
    subtree: true,
    characterData: true,
  });
})();
