'use strict';
(() => {
  /* <form data-rows>: Enter goes to the next field, and sends only from the last; who leaves with something typed is asked. */
  const rows = document.querySelector('form[data-rows]');
  if (rows) {
    const boxes = [...rows.querySelectorAll('ol input, td input')];
    rows.addEventListener('keydown', (event) => {
      const next = boxes[boxes.indexOf(event.target) + 1];
      if (event.key !== 'Enter' || !next || event.target.matches('button')) return;
      event.preventDefault();
      next.focus();
      next.select();
    });
    window.addEventListener('beforeunload', (event) => {
      if (!rows.dataset.sent && boxes.some((box) => box.value !== box.defaultValue)) event.preventDefault();
    });
  }

  /* What stands behind the # of an address goes into the field that asks for it, and out of the address. */
  const asked = document.querySelector('[data-fragment]');
  if (asked && location.hash.length > 1) {
    asked.value = location.hash.slice(1);
    history.replaceState(null, '', location.pathname + location.search);
  }
})();
