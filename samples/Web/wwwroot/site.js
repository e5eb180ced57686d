// Enhances; every page works without.
// A form is sent once, however often its button is pressed.
document.addEventListener("submit", event => {
  if (event.target.dataset.sent) event.preventDefault();
  else event.target.dataset.sent = "true";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

document.addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const codes = [...document.querySelectorAll(button.dataset.copy + " code")].map(c => c.textContent);
      await navigator.clipboard.writeText(codes.join("\n") + "\n");
      button.textContent = button.dataset.done;
    });
  }

  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  for (const button of document.querySelectorAll("[data-enable-in]")) {
    const label = button.textContent;
    const at = performance.now() + 1000 * Number(button.dataset.enableIn);
    const tick = () => {
      const left = Math.ceil((at - performance.now()) / 1000);
      button.disabled = left > 0;
      button.textContent = left > 0 ? `${label} (${left})` : label;
      if (left > 0) setTimeout(tick, 500);
    };
    tick();
  }
});
