// What the page shows before the first click: popular items to begin with.

import { byId, el, title } from './dom.js';
import { isOvertaken, latest, popular, wantsKey } from './api.js';
import { problemBox } from './notices.js';
import { count, named } from './words.js';
import { learn } from './titles.js';

const MOST = 12;
const EXAMPLE = 3;

/** Makes the start work; `actions` has `begin(ids)` and `needsKey()`. */
export function startView(actions) {
  const view = byId('start');
  const list = byId('popular');
  const trouble = byId('start-trouble');
  const example = byId('example');
  const newest = latest();
  let shown = null;
  let items = [];

  function card(item) {
    return el('li', {},
        el('button', { type: 'button', class: 'card', onclick: () => actions.begin([item.id]) },
            el('span', { class: 'card-title' }, title(named(item.id, item.title))),
            el('span', { class: 'small' }, count(item.clicks, 'click'))));
  }

  async function load(model) {
    view.classList.add('busy');
    try {
      items = (await newest((signal) => popular(model, MOST, signal))).items;
      learn(items);
      list.replaceChildren(...items.map(card));
      trouble.replaceChildren();
      example.hidden = items.length < EXAMPLE;
      shown = model;
    } catch (error) {
      if (isOvertaken(error)) {
        return;
      }
      trouble.replaceChildren(problemBox(error, () => load(model)));
      if (wantsKey(error)) {
        actions.needsKey();
      }
    }
    view.classList.remove('busy');
  }

  example.addEventListener('click', () => actions.begin(items.slice(0, EXAMPLE).map(({ id }) => id)));

  return {
    show(model) {
      view.hidden = false;
      if (shown !== model) {
        load(model);
      }
    },
    hide() {
      newest.stop();
      view.classList.remove('busy');
      view.hidden = true;
    },
  };
}
