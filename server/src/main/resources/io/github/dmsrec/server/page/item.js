// A recommended item: its rank, title, id and columns, its score, why it is there, and what one can do with it.

import { el, icon, iconButton, title, unseen } from './dom.js';
import { named } from './words.js';
import { reasons } from './why.js';

const LEAST_WIDTH = 0.06;

/** A score as a number, and as a bar from the least to the greatest score of the list. */
function scoreBar(value, { least, most, format }) {
  const share = most > least ? (value - least) / (most - least) : 1;
  const bar = el('span', { class: 'bar', 'aria-hidden': 'true' }, el('span', { class: 'bar-fill' }));
  bar.style.setProperty('--width', String(LEAST_WIDTH + (1 - LEAST_WIDTH) * share));
  return el('div', { class: 'score' }, bar, el('span', { class: 'number' }, unseen('Score '), format(value)));
}

function facts({ id, columns }) {
  return el('p', { class: 'item-facts' },
      el('span', { dir: 'auto' }, `id ${id}`),
      Object.entries(columns ?? {}).map(([name, value]) => el('span', { dir: 'auto', class: 'column-value' }, `${name}:\u00a0${value}`)));
}

/**
 * The row of an item.
 * @param range the least and the greatest score of the list, and how its scores are written
 * @param session the ids of the clicks
 * @param actions `add(item)` and `exclude(item)`
 */
export function itemRow(item, rank, range, session, actions) {
  const called = named(item.id, item.title);
  const mark = el('p', { class: 'mark', hidden: true });
  const add = el('button', { type: 'button', class: 'item-title', onclick: () => actions.add(item) },
      unseen('Add '), title(called), unseen(' to the clicks'), icon('plus'));
  const row = el('li', { class: 'item', 'data-id': item.id },
      el('span', { class: 'rank', 'aria-hidden': 'true' }, String(rank)),
      el('div', { class: 'item-body' },
          el('div', { class: 'item-head' }, add, mark),
          facts(item)),
      el('div', { class: 'item-side' },
          scoreBar(item.score, range),
          iconButton('hide', `Leave out ${called}`, () => actions.exclude(item))),
      reasons(item.because, session));
  return {
    row,
    /** Says that another model recommends the item, too; a null text says nothing. */
    mark(text) {
      mark.hidden = text === null;
      mark.textContent = text ?? '';
      row.classList.toggle('in-both', text !== null);
    },
  };
}
