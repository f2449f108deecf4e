// The tour: one card after the other. Once it is closed, or a question is asked, it stays away for
// as long as the page is open.
(() => {
  const page = document.documentElement;
  const close = () => (page.dataset.tour = "over");

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.(".tour button");
    if (!button) return;
    if (button.classList.contains("close")) {
      close();
      document.querySelector("#question textarea")?.focus();
      return;
    }
    const card = Number(page.dataset.tour ?? 1) + 1;
    page.dataset.tour = card;
    // The button is gone at the last card, and what is new is to be read.
    button.closest(".tour").querySelector(`li:nth-child(${card})`).focus();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !event.target.closest?.(".tour")) return;
    event.target.closest(".tour").querySelector(".close").click();
  });
  new MutationObserver(() => "talking" in page.dataset && close()).observe(page, {
    attributeFilter: ["data-talking"],
  });
})();
