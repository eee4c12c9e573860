// A field for several values: each is typed, entered and then stands as a chip that can be removed.

import { el, iconButton, title } from './dom.js';

let number = 0;

/**
 * The field.
 * @param label of the field
 * @param hint an example of a value
 * @param change gets the values after each change by the user
 */
export function chipField(label, hint, change) {
  const id = `chips-${number++}`;
  const proposals = el('datalist', { id: `${id}-proposals` });
  const input = el('input', { id, type: 'text', autocomplete: 'off', placeholder: hint, list: proposals.id });
  const chips = el('ul', { class: 'chips', 'aria-label': label });
  let values = [];

  function put(changed) {
    values = changed;
    draw();
    change(values);
  }

  function draw() {
    chips.hidden = values.length === 0;
    chips.replaceChildren(...values.map((value) => el('li', { class: 'chip value' }, title(value),
        iconButton('remove', `Remove ${value}`, () => {
          put(values.filter((other) => other !== value));
          input.focus();
        }))));
  }

  function enter() {
    const value = input.value.trim();
    input.value = '';
    if (value !== '' && !values.includes(value)) {
      put([...values, value]);
    }
  }

  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.isComposing) {
      event.preventDefault();
      enter();
    }
  });
  // A value that was typed counts, also without Enter.
  input.addEventListener('change', enter);
  draw();

  return {
    element: el('div', { class: 'field' }, el('label', { for: id }, label), chips, input, proposals),
    set(given) {
      values = given;
      draw();
    },
    propose(texts) {
      proposals.replaceChildren(...texts.map((text) => el('option', { value: text })));
    },
  };
}
