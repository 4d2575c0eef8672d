/* Looks for a number whose SHA-256 together with a word begins with so many zero bits. Nobody is asked anything. */
'use strict';
/* Signed numbers: browsers keep them as they are. */
const K = new Int32Array(64);
const FIRST = new Int32Array(8);
(() => {
  const isPrime = (n) => { for (let d = 2; d * d <= n; d += 1) if (n % d === 0) return false; return true; };
  const part = (x) => Math.floor((x - Math.floor(x)) * 4294967296);
  for (let n = 2, found = 0; found < 64; n += 1) {
    if (isPrime(n)) {
      if (found < 8) FIRST[found] = part(Math.sqrt(n));
      K[found] = part(Math.cbrt(n));
      found += 1;
    }
  }
})();

const w = new Int32Array(64);
const digest = (block, state) => {
  for (let i = 0; i < 16; i += 1) w[i] = block[i];
  for (let i = 16; i < 64; i += 1) {
    const x = w[i - 15]; const y = w[i - 2];
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
  }
  let a = state[0]; let b = state[1]; let c = state[2]; let d = state[3];
  let e = state[4]; let f = state[5]; let g = state[6]; let h = state[7];
  for (let i = 0; i < 64; i += 1) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const one = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const two = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + one) | 0; d = c; c = b; b = a; a = (one + two) | 0;
  }
  state[0] = (state[0] + a) | 0; state[1] = (state[1] + b) | 0; state[2] = (state[2] + c) | 0; state[3] = (state[3] + d) | 0;
  state[4] = (state[4] + e) | 0; state[5] = (state[5] + f) | 0; state[6] = (state[6] + g) | 0; state[7] = (state[7] + h) | 0;
};

const words = (bytes) => {
  const block = new Int32Array(bytes.length / 4);
  for (let i = 0; i < bytes.length; i += 1) block[i >> 2] |= bytes[i] << (24 - 8 * (i & 3));
  return block;
};

const ended = (rest, length, whole) => {
  const bytes = new Uint8Array(length + 9 <= 64 ? 64 : 128);
  bytes.set(rest);
  bytes[length] = 128;
  const size = 8 * (whole + length);
  for (let i = 0; i < 4; i += 1) bytes[bytes.length - 1 - i] = (size >>> (8 * i)) & 255;
  return bytes;
};

/* The digest of all whole blocks before the number is made once; the number stands in the last one or two. */
const solve = (word, bits) => {
  const head = new TextEncoder().encode(`${word}:`);
  const whole = head.length - (head.length % 64);
  const begun = FIRST.slice();
  for (let at = 0; at < whole; at += 64) digest(words(head.slice(at, at + 64)), begun);
  const rest = head.slice(whole);
  const state = new Int32Array(8);
  let tail = new Int32Array(0);
  let length = 0;
  const block = new Int32Array(16);
  for (let number = 0; ; number += 1) {
    const text = String(number);
    if (rest.length + text.length !== length) {
      length = rest.length + text.length;
      tail = words(ended(rest, length, whole));
    }
    /* Only the figures change from number to number. */
    for (let i = 0; i < text.length; i += 1) {
      const at = rest.length + i;
      const shift = 24 - 8 * (at & 3);
      tail[at >> 2] = (tail[at >> 2] & ~(255 << shift)) | (text.charCodeAt(i) << shift);
    }
    state.set(begun);
    for (let at = 0; at < tail.length; at += 16) {
      for (let i = 0; i < 16; i += 1) block[i] = tail[at + i];
      digest(block, state);
    }
    if (Math.clz32(state[0]) >= bits) return text;
  }
};

self.onmessage = (asked) => self.postMessage(solve(asked.data.word, asked.data.bits));
