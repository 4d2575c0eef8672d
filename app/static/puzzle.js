/* On a form from a busy network: the browser works in the background while the person types. Without this the form is taken, too. */
'use strict';
(() => {
  const place = document.querySelector('[data-puzzle]');
  const form = place && place.closest('form');
  if (!form || !window.Worker) return;
  const proof = form.elements.proof;
  const told = place.querySelector('[role=status]');
  let waits = null;

  const send = () => {
    const button = waits;
    waits = null;
    form.dataset.goes = '1';
    form.requestSubmit(button || undefined);
  };
  const worker = new Worker(place.dataset.worker);
  worker.onmessage = (found) => {
    proof.value = found.data;
    told.textContent = place.dataset.done;
    worker.terminate();
    if (waits !== null) send();
  };
  worker.onerror = () => { form.dataset.goes = '1'; };
  worker.postMessage({ word: form.elements.stamp.value, bits: Number(place.dataset.bits) });

  form.addEventListener('submit', (event) => {
    if (proof.value || form.dataset.goes) return;
    event.preventDefault();
    if (waits !== null) return;
    waits = event.submitter || false;
    told.textContent = place.dataset.wait;
    /* Whoever has a slow phone is not kept: the letter comes a little later then. */
    setTimeout(() => { if (waits !== null) send(); }, Number(place.dataset.patience) * 1000);
  });
})();
