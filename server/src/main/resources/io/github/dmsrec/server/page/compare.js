// Two lists side by side, in words; and what is read out to those who do not see them.

import { count, listed, milliseconds, named } from './words.js';

/** What two lists have in common. */
export function compared(first, second) {
  const [one, other] = [first, second].map((slot) => slot.answer.items);
  if (one.length === 0 || other.length === 0) {
    return '';
  }
  const ids = new Set(other.map(({ id }) => id));
  const both = one.filter(({ id }) => ids.has(id)).length;
  const most = Math.min(one.length, other.length);
  if (both === 0) {
    return 'The two lists have no item in common.';
  }
  const top = one[0].id === other[0].id ? ` Both put “${named(one[0].id, one[0].title)}” first.` : ' They differ in the first.';
  return `${both === most ? `All ${most}` : `${both} of ${count(most, 'item')}`} ${both === most ? 'items ' : ''}${
    both === 1 ? 'is' : 'are'} in both lists.${top}`;
}

/** What a screen reader says once all lists are there. */
export function said(slots, titleOf) {
  const texts = slots.filter(({ answer }) => answer !== null).map(({ model, answer }) => {
    const { items } = answer;
    return items.length === 0 ? `${model.name} recommends nothing`
      : `${count(items.length, 'recommendation')} from ${model.name} in ${milliseconds(answer.took_ms)}, first ${
        titleOf(items[0].id)}`;
  });
  return texts.length === 0 ? '' : `${listed(texts)}.`;
}
