// The choice of the model, and of a second one beside it.

import { byId, el } from './dom.js';

const NOTHING = { columns: [], fused: false, items: 0 };

/** Makes the choice work; `change(part)` gets a part of the state. */
export function modelChoice(change) {
  const first = byId('model');
  const second = byId('other');
  let models = [];

  first.addEventListener('change', () => change({ model: first.value }));
  second.addEventListener('change', () => change({ other: second.value || null }));

  function options(names) {
    return names.map((name) => el('option', { value: name }, models.some((model) => model.name === name)
      ? name : `${name} (not loaded)`));
  }

  return {
    /** The models that the server has; the first is its default. */
    know(given) {
      models = given;
      byId('choice').hidden = false;
    },
    /** The models that a state asks for, one or two; a name that the server does not have stays, so that it can say so. */
    chosen(state) {
      const named = (name) => models.find((model) => model.name === name) ?? { ...NOTHING, name };
      const main = state.model === null ? models[0] : named(state.model);
      return state.other === null || state.other === main.name ? [main] : [main, named(state.other)];
    },
    show(chosen) {
      const names = [...new Set([...models, ...chosen].map(({ name }) => name))];
      first.replaceChildren(...options(names));
      first.value = chosen[0].name;
      second.replaceChildren(el('option', { value: '' }, 'Nothing'),
          ...options(names.filter((name) => name !== chosen[0].name)));
      second.value = chosen[1]?.name ?? '';
      byId('compare').hidden = names.length < 2;
    },
  };
}
