// The list of one model: who answered and how fast, what to know of the answer, its intents, the items, and for engineers
// the request and the raw answer. While a newer list is on its way, the old one stays and is dimmed.

import { el, unseen } from './dom.js';
import { count, milliseconds, scoreFormat } from './words.js';
import { notices, problemBox } from './notices.js';
import { intentsOf } from './intents.js';
import { itemRow } from './item.js';
import { engineerParts } from './engineer.js';

function range(items) {
  const scores = items.map((item) => item.score);
  return { least: Math.min(...scores), most: Math.max(...scores), format: scoreFormat(scores) };
}

/** What a model is: its method, its catalogue, whether intents are fused in. */
function about(model, served) {
  const parts = [served ?? model.model ?? model.name];
  if (model.items) {
    parts.push(count(model.items, 'item'));
  }
  if (model.new_items > 0) {
    parts.push(`${count(model.new_items, 'item')} newer than its training`);
  }
  if (model.fused) {
    parts.push('fused with intents');
  }
  return parts.join(' · ');
}

/**
 * A column for the list of one model.
 * @param slot "a" or "b", for colours and ids
 * @param actions `add(item)` and `exclude(item)`
 */
export function resultColumn(slot, actions) {
  const heading = el('h3', { id: `model-${slot}` });
  const facts = el('p', { class: 'small about', dir: 'auto' });
  const time = el('p', { class: 'small time' });
  const trouble = el('div', { class: 'trouble' });
  const before = el('div', { class: 'before' });
  const list = el('ol', { class: 'items', 'aria-labelledby': `model-${slot}` });
  const scale = el('p', { class: 'small scale' }, 'Bars go from the lowest to the highest score of this list.');
  const engineer = engineerParts(slot === 'a' ? 'the first model' : 'the second model');
  const element = el('section', { class: `panel column ${slot}`, 'aria-labelledby': `model-${slot}` },
      el('div', { class: 'column-head' }, el('div', {}, heading, facts), time),
      trouble, before, list, scale, engineer.element);
  let rows = new Map();

  /** Puts the new rows in place of the old ones; the keyboard's focus stays at the same rank. */
  function replaceRows(items, session) {
    const focused = [...list.querySelectorAll('.item-title, .icon-button')].indexOf(document.activeElement);
    const scores = range(items);
    rows = new Map(items.map((item, at) => [item.id, itemRow(item, at + 1, scores, session, actions)]));
    list.replaceChildren(...[...rows.values()].map(({ row }) => row));
    if (focused >= 0) {
      const targets = list.querySelectorAll('.item-title, .icon-button');
      (targets[Math.min(focused, targets.length - 1)] ?? heading).focus();
    }
    list.hidden = items.length === 0;
    scale.hidden = items.length < 2;
  }

  return {
    element,
    /** The model that is asked from now on. */
    model(model) {
      heading.replaceChildren(unseen('Recommended by '), model.name);
      facts.textContent = about(model);
    },
    busy(on) {
      element.classList.toggle('busy', on);
      list.setAttribute('aria-busy', String(on));
    },
    show(model, request, answer, roundTrip) {
      facts.textContent = about(model, answer.model);
      time.replaceChildren(el('strong', {}, milliseconds(answer.took_ms)), ' on the server, ',
          el('strong', {}, milliseconds(roundTrip)), ' there and back');
      trouble.replaceChildren();
      before.replaceChildren(...notices(answer), ...[intentsOf(answer.intents, model.fused)].filter(Boolean));
      replaceRows(answer.items, request.session);
      engineer.show(request, answer);
    },
    fail(problem, request, retry) {
      time.replaceChildren();
      before.replaceChildren();
      replaceRows([], []);
      trouble.replaceChildren(problemBox(problem, retry));
      engineer.show(request, null);
    },
    /** Marks the items that another answer has, too, with its rank there; null for no other answer. */
    mark(other, name) {
      const ranks = new Map((other?.items ?? []).map((item, at) => [item.id, at + 1]));
      rows.forEach((row, id) => row.mark(ranks.has(id) ? `Also no. ${ranks.get(id)} of ${name}` : null));
    },
  };
}
