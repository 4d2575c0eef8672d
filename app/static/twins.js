/* Beneath the title of an idea that is being written: ideas of others that may be meant. The form works without. */
'use strict';
(() => {
  const place = document.querySelector('[data-twins]');
  const writing = place && place.closest('form');
  if (!writing) return;
  let pause; let asked = ''; let going = null;

  const look = async () => {
    const body = new URLSearchParams();
    ['csrf_token', 'title', 'problem', 'proposal'].forEach((name) => body.set(name, (writing.elements[name] || {}).value || ''));
    if (body.toString() === asked || body.get('title').trim().length < 10) return;
    asked = body.toString();
    if (going) going.abort();
    going = new AbortController();
    try {
      const answer = await fetch(place.dataset.twins, { method: 'POST', body, signal: going.signal, headers: { Accept: 'text/html' } });
      if (!answer.ok) return;
      const found = (await answer.text()).trim();
      if (found === place.innerHTML.trim()) return;
      place.innerHTML = found;
      place.hidden = !found;
      /* Who has seen them is not asked once more before the idea is sent. */
      if (found) writing.elements.likened.value = '1';
    } catch { /* no connection: the hint is none of the form's needs */ }
  };
  const soon = () => { clearTimeout(pause); pause = setTimeout(look, 700); };
  ['title', 'problem', 'proposal'].forEach((name) => writing.elements[name].addEventListener('input', soon));
  if (writing.elements.title.value) soon();
})();
