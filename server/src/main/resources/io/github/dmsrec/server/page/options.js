// The folded options: how many items, clicked ones again, diversity, a filter, items to leave out.

import { byId, debounced } from './dom.js';
import { changedOptions, usualOptions } from './state.js';
import { chipField } from './chips.js';
import { filterEditor } from './filter.js';

const PAUSE = 200;

/** Makes the options work; `change(part)` gets a part of the state. */
export function optionsPanel(change) {
  const k = byId('k');
  const seen = byId('seen');
  const diversity = byId('diversity');
  const value = byId('diversity-value');
  const changed = byId('options-changed');
  const reset = byId('reset-options');
  const soon = debounced(PAUSE, change);
  const exclude = chipField('Leave out these ids', 'Type an id, then Enter', (ids) => change({ exclude: ids }));
  const filter = filterEditor((conditions) => change({ filter: conditions }));
  byId('exclude').append(exclude.element);

  k.addEventListener('input', () => {
    // What is no number at all cannot be asked for; the server says what it thinks of the others.
    if (k.value !== '') {
      soon({ k: Number(k.value) });
    }
  });
  seen.addEventListener('change', () => change({ seen: seen.checked ? 'rank' : 'exclude' }));
  diversity.addEventListener('input', () => {
    value.textContent = diversity.value;
    soon({ diversity: Number(diversity.value) });
  });
  reset.addEventListener('click', () => {
    change(usualOptions());
    k.focus();
  });

  return {
    show(state, columns, mostK) {
      if (Number(k.value) !== state.k) {
        k.value = String(state.k);
      }
      k.max = String(mostK);
      seen.checked = state.seen === 'rank';
      if (Number(diversity.value) !== state.diversity) {
        diversity.value = String(state.diversity);
      }
      value.textContent = diversity.value;
      exclude.set(state.exclude);
      filter.show(state.filter, columns);
      const number = changedOptions(state);
      changed.textContent = number === 0 ? '' : `${number} changed`;
      reset.hidden = number === 0;
    },
    learn: filter.learn,
  };
}
