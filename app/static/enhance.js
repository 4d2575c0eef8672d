/* Makes pages quicker; every page works without it. */
'use strict';
(() => {
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));

  /* How many characters are left, said once typing pauses. */
  all('[data-counter]').forEach((line) => {
    const box = document.getElementById(line.dataset.counter);
    if (!box) return;
    const most = Number(line.dataset.most);
    let pause;
    const say = () => {
      const left = most - Array.from(box.value).length;
      const words = left < 0 ? line.dataset.over : line.dataset.left;
      line.textContent = words.replace('{}', Math.abs(left).toLocaleString(document.documentElement.lang));
      line.classList.toggle('over-limit', left < 0);
    };
    box.addEventListener('input', () => { clearTimeout(pause); pause = setTimeout(say, 400); });
    if (box.value) say();
  });

  /* A form is sent once; ten seconds later or on coming back it may be sent again. */
  const release = (form) => {
    delete form.dataset.sent;
    form.removeAttribute('aria-busy');
  };
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (form.method !== 'post' || event.defaultPrevented) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = '1';
    form.setAttribute('aria-busy', 'true');
    setTimeout(release, 10000, form);
  });
  window.addEventListener('pageshow', () => all('form[data-sent]').forEach(release));

  /* <button data-copy="id of an element or field" data-copied="Copied" hidden> */
  all('[data-copy]').forEach((button) => {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener('click', async () => {
      const from = document.getElementById(button.dataset.copy);
      await navigator.clipboard.writeText(from.value || from.textContent.trim());
      button.textContent = button.dataset.copied;
    });
  });

  /* Menus close by Escape and by a press elsewhere. */
  const close = (except) => all('details[data-menu][open]').forEach((menu) => { if (menu !== except) menu.open = false; });
  document.addEventListener('click', (event) => close(event.target.closest('details[data-menu]')));
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    const menu = event.target.closest && event.target.closest('details[data-menu][open]');
    close();
    if (menu) menu.querySelector('summary').focus();
  });

  /* [data-refresh="address"] is replaced by what the address answers, until the answer asks for no more. */
  const refresh = async (part) => {
    if (document.hidden) return setTimeout(refresh, 3000, part);
    try {
      const answer = await fetch(part.dataset.refresh, { headers: { Accept: 'text/html' } });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const next = page.querySelector('[data-refresh], .progress, .notice');
      if (!next) return;
      part.replaceWith(next);
      if (next.dataset.refresh) setTimeout(refresh, 3000, next);
    } catch { setTimeout(refresh, 10000, part); }
    return undefined;
  };
  all('[data-refresh]').forEach((part) => setTimeout(refresh, 3000, part));

  /* <a data-answer> opens the form that its address has in place, under the comment; what stood in another goes along. */
  document.addEventListener('click', async (event) => {
    const link = event.target.closest('a[data-answer]');
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    try {
      const page = new DOMParser().parseFromString(await (await fetch(link.href)).text(), 'text/html');
      const form = page.querySelector('form#answer'); const before = document.querySelector('form#answer');
      if (before) { form.elements.body.value = before.elements.body.value; before.remove(); }
      link.closest('.acts').after(form);
      form.elements.body.focus();
    } catch { location.href = link.href; }
  });

  /* [data-key="p"] inside [data-keys] is pressed by Alt + the key. */
  const desk = document.querySelector('[data-keys]');
  if (desk) document.addEventListener('keydown', (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey) return;
    const at = all('[data-key]', desk).find((one) => 'Key' + one.dataset.key.toUpperCase() === event.code);
    if (!at) return;
    event.preventDefault();
    at.focus();
    if (at.matches('a, button')) at.click();
  });
})();
