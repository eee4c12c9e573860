// The search for items by title: a combobox with a list, for mouse and keyboard. The newest input wins; the first match is
// chosen already, so that Enter takes it.

import { byId, debounced, el, title } from './dom.js';
import { isOvertaken, latest, search, wantsKey } from './api.js';
import { count, named, sentence } from './words.js';
import { learn } from './titles.js';

const MOST = 8;
const PAUSE = 120;

/**
 * Makes the search work.
 * @param model gives the name of the model whose items are searched
 * @param actions `pick(id)` for a chosen item, `needsKey()` where the server wants a key
 */
export function searchBox(model, actions) {
  const input = byId('search');
  const list = byId('matches');
  const told = byId('search-told');
  const newest = latest();
  let options = [];
  let active = -1;

  function activate(at) {
    options[active]?.element.setAttribute('aria-selected', 'false');
    active = at;
    const option = options[active]?.element;
    option?.setAttribute('aria-selected', 'true');
    option?.scrollIntoView({ block: 'nearest' });
    if (option) {
      input.setAttribute('aria-activedescendant', option.id);
    } else {
      input.removeAttribute('aria-activedescendant');
    }
  }

  function close() {
    newest.stop();
    list.hidden = true;
    list.replaceChildren();
    options = [];
    activate(-1);
    input.setAttribute('aria-expanded', 'false');
  }

  function pick(option) {
    input.value = '';
    told.textContent = '';
    close();
    input.focus();
    actions.pick(option.id);
  }

  function optionOf(id, at, ...content) {
    const element = el('li', { id: `match-${at}`, role: 'option', 'aria-selected': 'false', class: 'match' }, ...content);
    const option = { id, element };
    element.addEventListener('click', () => pick(option));
    return option;
  }

  function open(items, text) {
    options = items.map((item, at) => optionOf(item.id, at,
        el('span', { class: 'match-title' }, title(named(item.id, item.title))),
        el('span', { class: 'small', dir: 'auto' }, [`id ${item.id}`, ...Object.values(item.columns ?? {})].join(' · '))));
    if (!items.some((item) => item.id === text)) {
      options.push(optionOf(text, items.length, el('span', { class: 'match-id' }, 'Add the id ', title(`“${text}”`), ' as it is')));
    }
    list.replaceChildren(...options.map(({ element }) => element));
    list.hidden = false;
    input.setAttribute('aria-expanded', 'true');
    activate(items.length > 0 ? 0 : -1);
    told.textContent = items.length > 0 ? '' : 'No title has these words.';
    byId('search-count').textContent = items.length > 0 ? count(items.length, 'match', 'matches') : '';
  }

  async function look() {
    const text = input.value.trim();
    if (text === '') {
      close();
      return;
    }
    try {
      const { items } = await newest((signal) => search(text, model(), MOST, signal));
      learn(items);
      open(items, text);
    } catch (error) {
      if (isOvertaken(error)) {
        return;
      }
      close();
      told.textContent = [error.message, error.fix].filter(Boolean).map(sentence).join(' ');
      if (wantsKey(error)) {
        actions.needsKey();
      }
    }
  }

  const lookSoon = debounced(PAUSE, look);

  function move(by) {
    if (options.length === 0) {
      look();
      return;
    }
    activate((active + by + options.length + (active < 0 && by < 0 ? 1 : 0)) % options.length);
  }

  input.addEventListener('input', () => {
    told.textContent = '';
    newest.stop();
    lookSoon();
  });
  input.addEventListener('keydown', (event) => {
    if (event.isComposing) {
      return;
    }
    const keys = {
      ArrowDown: () => move(1),
      ArrowUp: () => move(-1),
      Enter: () => (options[active] ? pick(options[active]) : look()),
      Escape: () => {
        if (list.hidden) {
          input.value = '';
        }
        told.textContent = '';
        close();
      },
    };
    if (keys[event.key]) {
      event.preventDefault();
      keys[event.key]();
    }
  });
  // Else the input loses the focus, and with it the list goes before the click arrives.
  list.addEventListener('mousedown', (event) => event.preventDefault());
  input.addEventListener('blur', close);
}
