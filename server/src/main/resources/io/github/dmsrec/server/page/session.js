// The clicks of the session, oldest first: each can be moved and removed.

import { byId, el, iconButton, title, unseen } from './dom.js';
import { count } from './words.js';
import { titleOf } from './titles.js';

/** The list with the click at one place moved to another. */
function moved(session, from, to) {
  const changed = session.toSpliced(from, 1);
  return changed.toSpliced(to, 0, session[from]);
}

/** Makes the list work; `change(session)` gets each new one. */
export function sessionList(change) {
  const list = byId('clicks');
  const empty = byId('no-clicks');
  const clear = byId('clear');
  const number = byId('click-count');
  let session = [];
  let unknown = new Set();

  /** Changes the session, then focuses a button of a click that is still there. */
  function changeAndFocus(changed, at, action) {
    change(changed);
    const rows = list.children;
    const row = rows[Math.min(at, rows.length - 1)];
    const button = row?.querySelector(`[data-action=${action}]:not(:disabled)`) ?? row?.querySelector('button:not(:disabled)');
    (button ?? byId('search')).focus();
  }

  function row(id, at) {
    const called = titleOf(id);
    const button = (picture, action, name, to, disabled) => iconButton(picture, name,
        () => changeAndFocus(to === null ? session.toSpliced(at, 1) : moved(session, at, to), to ?? at, action),
        { 'data-action': action, disabled });
    return el('li', { class: 'click' },
        el('span', { class: 'nth', 'aria-hidden': 'true' }, String(at + 1)),
        el('div', { class: 'click-body' },
            el('p', { class: 'click-title' }, title(called)),
            el('p', { class: 'small', dir: 'auto' }, `id ${id}`,
                unknown.has(id) ? el('span', { class: 'unknown' }, 'unknown', unseen(' to the model')) : null)),
        el('div', { class: 'click-buttons' },
            button('up', 'up', `Move ${called} up`, at - 1, at === 0),
            button('down', 'down', `Move ${called} down`, at + 1, at === session.length - 1),
            button('remove', 'remove', `Remove ${called}`, null, false)));
  }

  function draw() {
    const focused = [...list.querySelectorAll('button')].indexOf(document.activeElement);
    list.replaceChildren(...session.map(row));
    if (focused >= 0) {
      list.querySelectorAll('button')[focused]?.focus();
    }
    empty.hidden = session.length > 0;
    clear.hidden = session.length === 0;
    number.textContent = session.length === 0 ? '' : count(session.length, 'click');
  }

  clear.addEventListener('click', () => {
    change([]);
    byId('search').focus();
  });

  return {
    show(ids) {
      const more = ids.length > session.length;
      session = ids;
      draw();
      if (more) {
        list.scrollTop = list.scrollHeight;
      }
    },
    /** The ids that the model does not know, and titles that came with an answer. */
    learned(ids) {
      unknown = new Set(ids);
      draw();
    },
  };
}
