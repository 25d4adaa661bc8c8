// Lets the browser ask for a passkey, which no form can: the one thing for which the page where one signs in runs a script.
// A form with `data-passkey` is sent with the answer in it. Where the browser has no passkeys the form is not shown (passkey.css).
(() => {
  const { PublicKeyCredential: passkeys } = window;
  if (!passkeys?.parseCreationOptionsFromJSON || !passkeys?.parseRequestOptionsFromJSON) return;
  document.documentElement.dataset.passkeys = "work";

  // What is to be signed: it stands in the page where a passkey is added, and is fetched where one signs in.
  const asked = async (form) => {
    if (form.dataset.options) return JSON.parse(form.dataset.options);
    const answer = await fetch(form.dataset.ask, {
      method: "POST",
      headers: { accept: "application/json" },
      body: new URLSearchParams({ after: form.dataset.after }),
    });
    if (!answer.ok) throw new Error(`asked in vain: ${answer.status}`);
    return JSON.parse(await answer.json());
  };

  const answered = async (form) => {
    const { publicKey } = await asked(form);
    const passkey =
      form.dataset.passkey === "make"
        ? await navigator.credentials.create({ publicKey: passkeys.parseCreationOptionsFromJSON(publicKey) })
        : await navigator.credentials.get({ publicKey: passkeys.parseRequestOptionsFromJSON(publicKey) });
    return JSON.stringify(passkey.toJSON());
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.dataset.passkey || event.submitter?.name === "what") return;
    event.preventDefault();
    const problem = form.querySelector(".passkey-problem");
    problem.hidden = true;
    try {
      form.elements.answer.value = await answered(form);
      form.submit();
    } catch {
      // The user has closed what the browser showed, or has no passkey here, or the server did not answer.
      problem.hidden = false;
    }
  });
})();
