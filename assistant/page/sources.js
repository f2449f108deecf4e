// From a number in an answer to the sentence it stands for: a glance at it on hover and focus, the
// panel beside the answer, or on a narrow screen a sheet from below.
(() => {
  const find = (selector) => document.querySelector(selector);
  const page = document.documentElement;
  const narrow = matchMedia("(max-width: 63.99rem), (max-height: 37.49rem)");
  const markOf = (marker) => document.getElementById(marker.hash.slice(1));

  // From the line that tells its place on; a long text before the quotation gives way.
  window.showQuotation = (mark, behavior = "auto") => {
    const excerpt = mark?.closest(".excerpt");
    if (!excerpt) return;
    const far = mark.getBoundingClientRect().bottom - excerpt.getBoundingClientRect().top;
    const isFar = far > find("#sources").clientHeight - 7 * 16;
    (isFar ? mark : excerpt).scrollIntoView({ block: isFar ? "center" : "start", behavior });
  };

  // --- the sheet -----------------------------------------------------------------------
  let opener = null;
  const setBehind = (inert) =>
    document.querySelectorAll("#top, #conversation").forEach((one) => (one.inert = inert));
  const openSheet = (marker) => {
    const mark = markOf(marker);
    if (!mark) return;
    opener = marker;
    document.querySelectorAll(".shown").forEach((one) => one.classList.remove("shown"));
    for (const part of [".turn", ".source", ".excerpt"]) {
      mark.closest(part)?.classList.add("shown");
    }
    page.dataset.sheet = "";
    setBehind(true);
    const sheet = find("#sources");
    sheet.scrollTo({ top: 0, behavior: "instant" });
    // No further than to the first lines of the original: above it is what the reader reads first.
    const below = mark.getClientRects()[0].bottom - sheet.getBoundingClientRect().bottom;
    sheet.scrollTo({ top: Math.max(0, below + 3 * 24), behavior: "instant" });
    mark.focus({ preventScroll: true });
  };
  const closeSheet = () => {
    if (!("sheet" in page.dataset)) return;
    delete page.dataset.sheet;
    setBehind(false);
    opener?.focus({ preventScroll: true });
  };
  narrow.addEventListener("change", closeSheet);

  document.addEventListener("click", (event) => {
    if (event.target.closest?.(".close-sources")) closeSheet();
    const marker = event.target.closest?.("#chat a.marker");
    const isBack = event.target.closest?.("#sources .back a[href^='#']");
    if (isBack) closeSheet();
    if (!marker) return;
    hideGlance();
    if (narrow.matches) {
      event.preventDefault();
      openSheet(marker);
    } else {
      // After the browser has gone to it.
      setTimeout(() => window.showQuotation(markOf(marker)));
    }
  });
  document.addEventListener("pointerdown", (event) => {
    if ("sheet" in page.dataset && !event.target.closest?.("#sources")) closeSheet();
  });

  // --- a glance --------------------------------------------------------------------------
  const glance = document.createElement("div");
  glance.id = "glance";
  glance.setAttribute("role", "tooltip");
  let shownFor = null;

  const showGlance = (marker) => {
    const mark = markOf(marker);
    const excerpt = mark?.closest(".excerpt");
    if (!excerpt || "sheet" in page.dataset) return;
    const translated = excerpt.querySelectorAll(".translation mark");
    const said = translated.length ? [...translated] : [mark];
    const title = document.createElement("b");
    title.textContent = marker.querySelector(".only-read:last-child")?.textContent.slice(2) ?? "";
    const quoted = document.createElement("p");
    quoted.textContent = `“${said.map((one) => one.textContent.trim()).join(" ")}”`;
    quoted.lang = said[0].closest("[lang]")?.lang ?? page.lang;
    glance.replaceChildren(title, quoted);
    document.body.append(glance);
    const place = marker.getBoundingClientRect();
    const room = glance.getBoundingClientRect();
    const left = Math.min(place.left, window.innerWidth - room.width - 8);
    const isBelow = place.bottom + room.height + 8 < window.innerHeight;
    glance.style.left = `${Math.max(8, left)}px`;
    glance.style.top = `${isBelow ? place.bottom + 4 : Math.max(8, place.top - room.height - 4)}px`;
    marker.setAttribute("aria-describedby", "glance");
    shownFor = marker;
  };
  const hideGlance = () => {
    shownFor?.removeAttribute("aria-describedby");
    shownFor = null;
    glance.remove();
  };
  const onMarker = (event) => event.target.closest?.("#chat a.marker");
  document.addEventListener("mouseover", (event) => {
    const marker = onMarker(event);
    if (marker && matchMedia("(hover: hover)").matches) showGlance(marker);
    // The glance itself may be pointed at, to read it with a magnifier (WCAG 1.4.13).
    else if (shownFor && !event.target.closest?.("#glance")) hideGlance();
  });
  document.addEventListener("focusin", (event) => {
    const marker = onMarker(event);
    if (marker?.matches(":focus-visible")) showGlance(marker);
    else hideGlance();
  });
  document.addEventListener("scroll", hideGlance, { capture: true, passive: true });

  // --- keys --------------------------------------------------------------------------------
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      hideGlance();
      closeSheet();
    }
    const isTyping = event.target.matches?.("input, textarea, select");
    if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      find("#question textarea")?.focus();
    }
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step && onMarker(event)) {
      const markers = [...document.querySelectorAll("#chat a.marker")];
      const next = markers[markers.indexOf(event.target) + step];
      if (next) {
        event.preventDefault();
        // It may be behind "read more".
        next.closest("details")?.setAttribute("open", "");
        next.focus();
      }
    }
  });
})();
