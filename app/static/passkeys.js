'use strict';
(() => {
  /* <form data-passkey="make|show" data-options='{…}'>: asks the device, puts its answer into the form and sends it. */
  if (!window.PublicKeyCredential || !navigator.credentials) return;
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

  const asked = (options) => {
    options.challenge = bytes(options.challenge);
    if (options.user) options.user.id = bytes(options.user.id);
    for (const list of ['allowCredentials', 'excludeCredentials']) {
      for (const one of options[list] || []) one.id = bytes(one.id);
    }
    return options;
  };

  const told = (credential) => {
    const response = {};
    for (const name of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
      if (credential.response[name]) response[name] = text(credential.response[name]);
    }
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      clientExtensionResults: {},
      response,
    });
  };

  for (const form of document.querySelectorAll('form[data-passkey]')) {
    form.hidden = false;
    form.addEventListener('submit', async (event) => {
      if (form.elements.credential.value) return;
      event.preventDefault();
      const refused = form.querySelector('[data-refused]');
      refused.hidden = true;
      try {
        const publicKey = asked(JSON.parse(form.dataset.options));
        const credential = form.dataset.passkey === 'make'
          ? await navigator.credentials.create({ publicKey })
          : await navigator.credentials.get({ publicKey });
        form.elements.credential.value = told(credential);
      } catch {
        refused.hidden = false;
        return;
      }
      form.submit();
    });
  }
  for (const note of document.querySelectorAll('.without-script')) note.hidden = true;
})();
