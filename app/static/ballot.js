/* Says what is left while a ballot is filled in, and carries a guest's choice over the sign-in, in this tab alone. */
'use strict';
(() => {
  const key = (round) => 'veche.vote:' + round;
  const print = document.querySelector('[data-print]');
  if (print) { print.hidden = false; print.addEventListener('click', () => window.print()); }
  const voted = document.querySelector('[data-voted]');
  try { if (voted) sessionStorage.removeItem(key(voted.dataset.voted)); } catch { /* nothing is kept then */ }

  const ballot = document.querySelector('[data-ballot]');
  if (!ballot) return;
  const marks = Array.from(ballot.querySelectorAll('.option :is(input, select)'));
  const line = ballot.querySelector('.ballot-count');
  const base = Number(line.dataset.used);
  const most = Number(line.dataset.most) || Infinity;
  const given = (mark) => (mark.matches('[type=checkbox], [type=radio]') ? mark.checked && mark.value !== '' : Number(mark.value) > 0);
  const worth = (mark) => (ballot.dataset.kind === 'budget' ? Number(mark.dataset.cost) || 0 : ballot.dataset.kind === 'points' ? Number(mark.value) : 1);
  const say = () => {
    const used = marks.filter(given).reduce((sum, mark) => sum + worth(mark), base);
    const values = { used, most, left: most - used, over: used - most };
    line.textContent = (used > most ? line.dataset.over : line.dataset.said)
      .replace(/\{(\w+)\}/g, (_, name) => values[name].toLocaleString(document.documentElement.lang));
    line.classList.toggle('over-limit', used > most);
  };

  const guest = ballot.matches('div');
  const place = key(ballot.dataset.ballot);
  const pick = (mark) => (mark.matches('[type=checkbox], [type=radio]') ? mark.checked : mark.value !== '');
  try {
    const kept = JSON.parse(sessionStorage.getItem(place)) || [];
    if (ballot.matches('[data-fresh]')) {
      marks.forEach((mark) => {
        const found = kept.find(([name, value]) => name === mark.name && (value === mark.value || !mark.matches('[type=checkbox], [type=radio]')));
        if (found && mark.matches('[type=checkbox], [type=radio]')) mark.checked = true;
        else if (found) mark.value = found[1];
      });
    }
    const here = new Set(marks.map((mark) => mark.name + mark.value));
    const keep = () => {
      const others = kept.filter(([name, value]) => !marks.some((mark) => mark.name === name && (mark.value === value || mark.name !== 'idea')) && !here.has(name + value));
      sessionStorage.setItem(place, JSON.stringify([...others, ...marks.filter(pick).map((mark) => [mark.name, mark.value])]));
    };
    if (guest) ballot.addEventListener('input', keep);
    else sessionStorage.removeItem(place);
  } catch { /* no room, or not allowed: the choice is made after the sign-in */ }

  ballot.addEventListener('input', say);
  window.addEventListener('pageshow', say);
})();
