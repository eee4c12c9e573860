// What somebody should know of an answer, in plain sentences: unknown clicks, a fallback, an answer under load, no items.

import { el, icon, title } from './dom.js';
import { count, listed, sentence } from './words.js';

const FALLBACKS = {
  pop: 'the most clicked items are shown instead (fallback: pop)',
  'vmis-knn': 'items of similar sessions are shown instead (fallback: vmis-knn)',
};

const DEGRADED = {
  overload: 'the server is under load',
  deadline: 'the model was not done in time',
};

function unknownIds(ids) {
  const shown = ids.slice(0, 5).map((id) => `“${id}”`);
  if (ids.length > shown.length) {
    shown.push(count(ids.length - shown.length, 'other'));
  }
  return `This model does not know ${listed(shown)}; ${ids.length === 1 ? 'this click is' : 'these clicks are'} skipped.`;
}

function sentences(answer) {
  const found = [];
  if (answer.emptied_by) {
    found.push(sentence(`nothing is left to recommend: ${answer.emptied_by}`));
  }
  const instead = FALLBACKS[answer.fallback] ?? `“${answer.fallback ?? 'a quicker method'}” answers instead`;
  if (answer.degraded) {
    found.push(sentence(`${DEGRADED[answer.degraded] ?? `degraded by ${answer.degraded}`}, so ${instead}`));
  } else if (answer.fallback) {
    found.push(sentence(`the model knows none of these clicks, so ${instead}`));
  }
  if (answer.unknown.length > 0 && (answer.degraded || !answer.fallback)) {
    found.push(unknownIds(answer.unknown));
  }
  if (answer.variant) {
    found.push(`This session is in variant “${answer.variant}” of an experiment.`);
  }
  return found;
}

/** The notices of an answer; an empty list if there is nothing to know. */
export function notices(answer) {
  return sentences(answer).map((text) => el('p', { class: 'notice' }, icon('info'), title(text)));
}

/** A problem, where it arose: what happened, what to do, and a way to try again. */
export function problemBox(problem, retry) {
  const about = [problem.status && `Status ${problem.status}`, problem.field && `field “${problem.field}”`,
    problem.request && `request ${problem.request}`].filter(Boolean).join(' · ');
  return el('div', { class: 'problem', role: 'alert' },
      el('p', { class: 'problem-title' }, icon('warning'), problem.title ?? 'The page could not show the answer'),
      problem.message && problem.message !== problem.title ? el('p', { dir: 'auto' }, problem.message) : null,
      problem.fix ? el('p', { dir: 'auto', class: 'fix' }, problem.fix) : null,
      about ? el('p', { class: 'small' }, about) : null,
      retry ? el('button', { type: 'button', class: 'quiet', onclick: retry }, 'Try again') : null);
}
