// What an engineer wants to see of a list: the request as a command, with a button that copies it, and the raw answer.

import { el, icon } from './dom.js';
import { curl } from './request.js';
import { apiKey } from './api.js';

const SAID_FOR = 2000;

/** Copies as pages must that are neither from this machine nor sent over HTTPS. */
function olderCopy(text, beside) {
  const area = el('textarea', { class: 'unseen', 'aria-label': 'Text to copy' });
  area.value = text;
  beside.after(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  beside.focus();
  return done;
}

async function copied(text, beside) {
  if (!navigator.clipboard) {
    return olderCopy(text, beside);
  }
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return olderCopy(text, beside);
  }
}

/** A button that copies a text, which it asks for at the click, and says whether it did. */
export function copyButton(name, text) {
  const label = el('span', {}, name);
  const say = el('span', { class: 'unseen', role: 'status' });
  let timer = 0;
  const button = el('button', { type: 'button', class: 'quiet copy' }, icon('copy'), label, say);
  button.addEventListener('click', async () => {
    const told = (await copied(text(), button)) ? 'Copied' : 'The browser does not allow it';
    label.textContent = told;
    say.textContent = told;
    clearTimeout(timer);
    timer = setTimeout(() => {
      label.textContent = name;
      say.textContent = '';
    }, SAID_FOR);
  });
  return button;
}

/** The two folded parts below a list. */
export function engineerParts(name) {
  const command = el('code', { class: 'curl' });
  const raw = el('code', { class: 'raw' });
  const block = (code, label) => el('pre', { tabindex: '0', role: 'region', 'aria-label': label }, code);
  const element = el('div', { class: 'engineer' },
      el('details', {},
          el('summary', {}, 'The request as curl'),
          block(command, `The request to ${name} as curl`),
          copyButton('Copy', () => command.textContent)),
      el('details', {},
          el('summary', {}, 'The raw answer'),
          block(raw, `The raw answer of ${name}`)));
  return {
    element,
    show(request, answer) {
      command.textContent = curl(request, apiKey() !== null);
      raw.textContent = answer === null ? 'No answer.' : JSON.stringify(answer, null, 2);
    },
  };
}
