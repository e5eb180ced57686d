// Enhances; every page works without.
// A form is sent once, however often its button is pressed.
document.addEventListener("submit", event => {
  if (event.target.dataset.sent) event.preventDefault();
  else event.target.dataset.sent = "true";
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// What only works with this script has its place from the start, so that nothing moves when it shows.
const show = element => element.classList.remove("scripted");
const every = (selector, act) => document.querySelectorAll(selector).forEach(act);

// Calls tell with the seconds that are left, until none are.
const countDown = (seconds, tell) => {
  const at = performance.now() + 1000 * seconds;
  const tick = () => {
    const left = Math.max(0, Math.ceil((at - performance.now()) / 1000));
    tell(left);
    if (left > 0) setTimeout(tick, 500);
  };
  tick();
};

document.addEventListener("DOMContentLoaded", () => {
  every("[data-copy]", button => {
    if (!navigator.clipboard) return button.remove();
    show(button);
    button.addEventListener("click", async () => {
      const codes = [...document.querySelectorAll(button.dataset.copy + " code")].map(c => c.textContent.trim());
      await navigator.clipboard.writeText(codes.join("\n") + "\n");
      button.textContent = button.dataset.done;
    });
  });

  every("[data-print]", button => {
    if (!window.print) return button.remove();
    show(button);
    button.addEventListener("click", () => print());
  });

  every("[data-enable-in]", button => {
    const label = button.textContent;
    countDown(Number(button.dataset.enableIn), left => {
      button.disabled = left > 0;
      button.textContent = left > 0 ? `${label} (${left})` : label;
    });
  });

  // The header Refresh loads the page anew when the time is over.
  every("[data-count-down]", clock => {
    show(clock);
    countDown(Number(clock.dataset.countDown), left => {
      clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    });
  });

  const format = new Intl.DateTimeFormat(document.documentElement.lang || undefined, { dateStyle: "medium", timeStyle: "short" });
  every(".tf time[datetime]", time => { time.textContent = format.format(new Date(time.dateTime)); });
});
