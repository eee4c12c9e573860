// Conditions on the columns of items: one of some values, or a number within bounds. A condition counts once it says
// something.

import { byId, el, iconButton } from './dom.js';
import { chipField } from './chips.js';

const MOST_PROPOSALS = 100;
const VALUES = 'values';
const BOUNDS = 'bounds';

/** The conditions that say something, as the server wants them. */
function complete(conditions) {
  const filter = {};
  for (const { column, kind, any, min, max } of conditions) {
    const said = kind === VALUES ? { ...(any.length > 0 && { any }) }
      : { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
    if (Object.keys(said).length > 0) {
      filter[column] = said;
    }
  }
  return filter;
}

function select(label, choices, value, change) {
  const element = el('select', {}, choices.map(([name, text]) => el('option', { value: name }, text)));
  element.value = value;
  element.addEventListener('change', () => change(element.value));
  return el('label', { class: 'field' }, el('span', {}, label), element);
}

function bound(condition, key, label, tell) {
  const input = el('input', { type: 'number', step: 'any', inputmode: 'decimal', value: condition[key] });
  input.addEventListener('change', () => {
    condition[key] = input.value === '' ? undefined : Number(input.value);
    tell();
  });
  return el('label', { class: 'field' }, el('span', {}, label), input);
}

/** Makes the editor work; `change(filter)` gets each new filter. */
export function filterEditor(change) {
  const rows = byId('conditions');
  const add = byId('add-condition');
  const seen = new Map();
  let conditions = [];
  let columns = [];

  const unused = () => columns.filter((column) => !conditions.some((condition) => condition.column === column));
  const tell = () => change(complete(conditions));

  function row(condition) {
    const values = chipField('Any of these values', 'Type a value, then Enter', (any) => {
      condition.any = any;
      tell();
    });
    values.set(condition.any);
    const bounds = el('div', { class: 'bounds' },
        bound(condition, 'min', 'At least', tell), bound(condition, 'max', 'At most', tell));
    const refresh = () => {
      values.propose([...(seen.get(condition.column) ?? [])]);
      values.element.hidden = condition.kind !== VALUES;
      bounds.hidden = condition.kind !== BOUNDS;
    };
    const column = (value) => {
      condition.column = value;
      // The other conditions may now have what this one had.
      draw();
      rows.children[conditions.indexOf(condition)].querySelector('select').focus();
      tell();
    };
    const kind = (value) => {
      condition.kind = value;
      refresh();
      tell();
    };
    const names = [...new Set([condition.column, ...unused()])];
    refresh();
    return el('div', { class: 'condition', role: 'group', 'aria-label': 'Condition' },
        el('div', { class: 'condition-head' },
            select('Column', names.map((name) => [name, name]), condition.column, column),
            select('Its value', [[VALUES, 'is any of'], [BOUNDS, 'is a number']], condition.kind, kind),
            iconButton('remove', 'Remove this condition', () => {
              conditions = conditions.filter((other) => other !== condition);
              draw();
              tell();
              add.focus();
            })),
        values.element, bounds);
  }

  function draw() {
    rows.replaceChildren(...conditions.map(row));
    add.disabled = unused().length === 0;
    byId('no-columns').hidden = columns.length > 0;
    add.hidden = columns.length === 0;
  }

  add.addEventListener('click', () => {
    conditions.push({ column: unused()[0], kind: VALUES, any: [] });
    draw();
    rows.lastElementChild.querySelector('select').focus();
  });

  return {
    show(filter, names) {
      const same = JSON.stringify(complete(conditions)) === JSON.stringify(filter) && names.join('\n') === columns.join('\n');
      if (!same) {
        columns = names;
        conditions = Object.entries(filter).map(([column, { any, min, max }]) => (
          { column, kind: any ? VALUES : BOUNDS, any: any ?? [], min, max }));
        draw();
      }
    },
    /** Remembers values of columns, to propose them. */
    learn(items) {
      for (const { columns: values } of items) {
        for (const [column, value] of Object.entries(values ?? {})) {
          const known = seen.get(column) ?? new Set();
          seen.set(column, known);
          value.split('|').filter(() => known.size < MOST_PROPOSALS).forEach((part) => known.add(part.trim()));
        }
      }
    },
  };
}
