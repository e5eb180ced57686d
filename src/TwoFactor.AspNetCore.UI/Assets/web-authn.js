// Hands the options of a form to the browser, and its answer to the form. Without script the form stays hidden, and the
// page offers another method in its place.
const parse = {
  create: options => PublicKeyCredential.parseCreationOptionsFromJSON(options),
  get: options => PublicKeyCredential.parseRequestOptionsFromJSON(options),
};

document.addEventListener("DOMContentLoaded", () => {
  if (!window.PublicKeyCredential?.parseCreationOptionsFromJSON) return;
  for (const form of document.querySelectorAll("[data-web-authn]")) {
    const button = form.querySelector("button");
    form.classList.remove("scripted");
    document.querySelectorAll("[data-without-web-authn]").forEach(hint => hint.classList.add("scripted"));
    button.addEventListener("click", async event => {
      if (form.elements.code.value) return;
      event.preventDefault();
      const kind = form.dataset.webAuthn;
      button.disabled = true;
      try {
        const publicKey = parse[kind](JSON.parse(form.dataset.options));
        const answer = await navigator.credentials[kind]({ publicKey });
        form.elements.code.value = JSON.stringify(answer.toJSON());
        form.requestSubmit();
      } catch {
        // The dialog was closed, it took too long, or there is no such key: nothing was sent, and nothing is charged.
        form.querySelector("[data-failed]").hidden = false;
      } finally {
        button.disabled = false;
      }
    });
  }
});
