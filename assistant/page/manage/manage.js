// Shows how far a build is without a reload; without this, a button does.
(() => {
  const everyMs = 2000;
  const look = async () => {
    const here = document.getElementById("stand");
    if (!here || here.dataset.status !== "working") return;
    try {
      const answer = await fetch(location.pathname, { cache: "no-store" });
      if (answer.ok) {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const fresh = page.getElementById("stand");
        if (fresh && fresh.dataset.status !== "working") return location.reload();
        if (fresh) here.replaceChildren(...fresh.childNodes);
      }
    } catch {
      // The server is away for a moment; the next look tells.
    }
    setTimeout(look, everyMs);
  };
  setTimeout(look, everyMs);
})();
