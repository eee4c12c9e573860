// The intents of the session that an answer was made with, and where they come from.

import { el } from './dom.js';
import { count } from './words.js';

const MOST = 8;

const SOURCES = {
  live: (inferrer) => `Inferred now by ${inferrer}.`,
  student: (inferrer) => `Inferred by the student model of ${inferrer}, without asking a language model.`,
};

function chips(label, meaning, texts, kind) {
  if (texts.length === 0) {
    return null;
  }
  const more = texts.length - MOST;
  return el('div', { class: 'intent-group' },
      el('p', { class: 'intent-label' }, el('strong', {}, label), ` ${meaning}`),
      el('ul', { class: 'chips' },
          texts.slice(0, MOST).map((text) => el('li', { class: `chip ${kind}`, dir: 'auto' }, text)),
          more > 0 ? el('li', { class: 'chip-rest' }, `and ${count(more, 'other')}`) : null));
}

/** The intents, or null for a model that works without them. */
export function intentsOf(intents, fused) {
  const { mode, inferrer, explicit, latent, note } = intents;
  if (mode === 'none') {
    const text = note ?? (fused ? 'This answer was made without intents.' : null);
    return text ? el('div', { class: 'intents' }, el('p', { class: 'small', dir: 'auto' }, text)) : null;
  }
  const source = SOURCES[mode]?.(inferrer ?? 'its inferrer') ?? `Inferred by ${inferrer} (${mode}).`;
  return el('div', { class: 'intents' },
      el('h4', { class: 'label' }, 'Intents of this session'),
      el('div', { class: 'intent-groups' },
          chips('Explicit', 'what the clicks show', explicit, 'explicit'),
          chips('Latent', 'what may lie behind them', latent, 'latent')),
      explicit.length + latent.length === 0 ? el('p', { class: 'small' }, 'None were found.') : null,
      el('p', { class: 'small', dir: 'auto' }, `${source}${note ? ` ${note}` : ''}`));
}
