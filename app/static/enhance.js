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

  /* A link to #answer opens the form that its address has in place, under the comment; what stood in another goes along. */
  document.addEventListener('click', async (event) => {
    const link = event.target.closest('.comment a[href$="#answer"]');
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

  /* Keys of a desk ([data-keys]). A letter alone goes to what carries it ([data-key]), and presses a link or what can be taken
     back ([data-press]); Alt with it presses anything. j and k walk the list, o opens, ? tells the keys. Letters rest while
     somebody types and can be switched off for good; Alt reaches no further than the form one types in. */
  const desk = document.querySelector('[data-keys]');
  if (desk) {
    const help = document.querySelector('[data-keys-help]');
    const field = (at) => at.closest && at.closest('textarea, select, input:not([type=radio], [type=checkbox], [type=submit]), [contenteditable]');
    const letter = (event) => (/^[a-z/]$/i.test(event.key) && !event.altKey ? event.key.toLowerCase() : (/^Key(.)$/.exec(event.code) || ['', ''])[1].toLowerCase());
    const carrier = (key) => all('[data-key]', desk).find((one) => one.dataset.key === key);
    const go = (at) => {
      const first = at.matches('a, button, input') ? at : at.querySelector('input:not([type=hidden]), select, textarea, button');
      if (first) { first.focus(); first.scrollIntoView({ block: 'center' }); }
    };
    const walk = (by) => {
      const links = all('.desk-list a', desk);
      const place = links.indexOf(document.activeElement);
      const here = links.findIndex((one) => one.getAttribute('aria-current'));
      const next = links[(place < 0 ? here : place) + by];
      const page = desk.querySelector('.pager [rel=' + (by > 0 ? 'next' : 'prev') + ']');
      if (next && place < 0 && here >= 0) next.click();
      else if (next) next.focus();
      else if (page && (place >= 0 || here >= 0)) page.click();
    };
    const shown = desk.querySelector('.desk-list [aria-current]');
    if (shown) desk.firstElementChild.scrollTop = shown.offsetTop - desk.firstElementChild.clientHeight / 2;
    let on = true;
    try { on = localStorage.getItem('veche.keys') !== 'off'; } catch { /* they stay on */ }
    const change = help && help.querySelector('[data-keys-switch]');
    const say = () => { change.textContent = on ? change.dataset.off : change.dataset.on; };
    if (change) {
      say();
      change.parentNode.hidden = false;
      change.addEventListener('click', () => {
        on = !on;
        try { localStorage.setItem('veche.keys', on ? 'on' : 'off'); } catch { /* until the next page, then */ }
        say();
      });
    }
    document.addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.metaKey || event.defaultPrevented) return;
      const typing = field(event.target);
      const at = carrier(letter(event));
      if (event.altKey) {
        if (!at || (typing && at.form !== typing.form)) return;
        go(at);
        if (at.matches('a, button')) at.click();
      } else {
        if (!on || typing) return;
        if (event.key === '?' && help) { help.open = !help.open; help.scrollIntoView({ block: 'nearest' }); }
        else if (event.shiftKey) return;
        else if (letter(event) === 'j') walk(1);
        else if (letter(event) === 'k') walk(-1);
        else if (letter(event) === 'o' && document.activeElement.matches('.desk-list a')) document.activeElement.click();
        else if (at) { go(at); if (at.matches('a, [data-press]')) at.click(); }
        else return;
      }
      event.preventDefault();
    });
  }

  /* <form data-autosave="address"> is kept a few seconds after the last key and on leaving the page; it is never sent.
     What is not kept yet stays with this tab alone (others may sit at this computer later) and is offered back. */
  const stored = (key, value) => {
    try {
      if (value === undefined) return JSON.parse(sessionStorage.getItem(key));
      if (value === null) sessionStorage.removeItem(key); else sessionStorage.setItem(key, JSON.stringify(value));
    } catch { /* no room, or not allowed: the page does without */ }
    return null;
  };
  const typed = (form) => Array.from(new FormData(form)).filter(([name]) => !['csrf_token', 'checked', 'likened', 'version', 'draft'].includes(name));
  const writing = document.querySelector('form[data-autosave]');
  const status = (performance.getEntriesByType('navigation')[0] || {}).responseStatus || 200;
  /* The page that answers a form that was sent: its words have arrived. */
  if (!writing && status < 400) {
    const sent = stored('veche.sent');
    if (sent) { stored(sent, null); stored('veche.sent', null); }
  }
  if (writing) {
    const key = 'veche.words:' + new URL(writing.action).pathname;
    const line = writing.querySelector('[data-autosave-state]');
    const found = writing.querySelector('[data-found]');
    const now = () => JSON.stringify(typed(writing));
    const say = (words) => { if (line.textContent !== words) line.textContent = words; };
    let kept = now(); let timer; let going = null; let over = false; let leaving = false;
    const later = (seconds) => { clearTimeout(timer); timer = setTimeout(keep, seconds * 1000); };

    const answered = async (answer, words) => {
      if (answer.ok) {
        const told = await answer.json();
        kept = words;
        if (writing.elements.version && writing.elements.version.value) writing.elements.version.value = told.version;
        const at = new Date(told.saved_at).toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' });
        say(writing.dataset.saved.replace('{}', at));
        if (now() === words) stored(key, null); else later(3);
      } else if (answer.status === 409) {
        over = true;
        say(writing.dataset.elsewhere);
      } else if (answer.status === 429 || answer.status >= 500) {
        say(writing.dataset.offline);
        later(Number(answer.headers.get('Retry-After')) || 15);
      } else {
        say(writing.dataset.unsaved);
      }
    };

    function keep(keepalive = false) {
      clearTimeout(timer);
      const words = now();
      if (over || leaving || going || words === kept) return going;
      const texts = all('textarea, input[type=text]', writing);
      if (!texts.some((one) => one.value.trim())) return null;
      const body = new URLSearchParams(new FormData(writing));
      const signal = keepalive ? undefined : AbortSignal.timeout(10000);
      going = fetch(writing.dataset.autosave, { method: 'POST', body, keepalive, signal, headers: { Accept: 'application/json' } })
        .then((answer) => answered(answer, words))
        .catch(() => { say(writing.dataset.offline); later(10); })
        .finally(() => { going = null; });
      return going;
    }

    writing.addEventListener('input', () => {
      stored(key, { fields: typed(writing), draft: writing.elements.draft.value });
      if (!over) later(3);
    });
    window.addEventListener('online', () => keep());
    document.addEventListener('visibilitychange', () => { if (document.hidden) keep(true); });
    window.addEventListener('pagehide', () => keep(true));
    window.addEventListener('pageshow', () => { leaving = false; });
    /* What is on its way arrives first, so that a form never meets its own words of a moment ago. */
    writing.addEventListener('submit', (event) => {
      clearTimeout(timer);
      if (going) {
        event.preventDefault();
        leaving = true;
        const button = event.submitter;
        going.finally(() => { leaving = true; writing.requestSubmit(button); });
        return;
      }
      leaving = true;
      if (stored(key)) stored('veche.sent', key);
    });

    const before = stored(key);
    if (before && JSON.stringify(before.fields) !== kept && found) {
      found.hidden = false;
      found.querySelector('[data-bring-back]').addEventListener('click', () => {
        writing.elements.draft.value = before.draft;
        all('input[type=checkbox]', writing).forEach((box) => { box.checked = before.fields.some(([name, value]) => name === box.name && value === box.value); });
        before.fields.forEach(([name, value]) => {
          all('[name="' + CSS.escape(name) + '"]', writing).filter((one) => one.matches('textarea, select, input[type=text]')).forEach((one) => { one.value = value; });
        });
        all('textarea, input[type=text]', writing).forEach((one) => one.dispatchEvent(new Event('input', { bubbles: true })));
        all('details', writing).forEach((fold) => { if (all('textarea', fold).some((one) => one.value) || fold.querySelector(':checked')) fold.open = true; });
        found.hidden = true;
        writing.querySelector('textarea').focus();
      });
      found.querySelector('[data-forget]').addEventListener('click', () => { stored(key, null); found.hidden = true; writing.querySelector('textarea').focus(); });
    } else if (before) {
      stored(key, null);
    }
  }
})();
