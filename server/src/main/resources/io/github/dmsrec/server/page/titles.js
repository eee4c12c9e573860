// What items are called, as far as the server has said so: an address and a request hold ids alone.

import { named } from './words.js';

const known = new Map();

/** Keeps the titles of items of an answer. */
export function learn(items) {
  for (const { id, title } of items) {
    if (title) {
      known.set(id, title);
    }
  }
}

export const titleOf = (id) => named(id, known.get(id));
