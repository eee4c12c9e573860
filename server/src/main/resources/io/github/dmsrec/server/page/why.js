// Says in words why an item is recommended. What the server does not know is left out.

import { el, title, unseen } from './dom.js';
import { count, listed, percent, times } from './words.js';
import { titleOf } from './titles.js';

const MOST_CLICKS = 3;

/** A click that raises the score: its number in the session, its title, its share, which is also drawn. */
function raising({ id, share }, session) {
  const at = session.lastIndexOf(id);
  const part = el('li', { class: 'raising' },
      at < 0 ? null : el('span', { class: 'nth' }, unseen('click '), String(at + 1)),
      el('span', { class: 'raising-title' }, title(titleOf(id))),
      el('span', { class: 'share' }, percent(share)));
  part.style.setProperty('--share', String(share));
  return part;
}

function clicksThatRaise(clicks, session) {
  const shown = clicks.slice(0, MOST_CLICKS);
  const others = clicks.slice(MOST_CLICKS);
  const rest = others.reduce((sum, { share }) => sum + share, 0);
  return el('div', { class: 'because' },
      el('span', { class: 'because-label' }, 'Because of'),
      el('ul', { class: 'raisings', role: 'list' },
          shown.map((click) => raising(click, session)),
          others.length === 0 ? null
            : el('li', { class: 'raising-rest' }, `${count(others.length, 'other click')} ${percent(rest)}`)));
}

function followed(number) {
  return number === 0
    ? 'Never came right after one of these clicks in training'
    : `Came right after one of these clicks ${times(number)} in training`;
}

function neighbours(number) {
  return number === 0 ? 'In none of the similar sessions' : `In ${count(number, 'similar session')}`;
}

function members(shares) {
  return `From ${listed(shares.map((member) => `${member.name} (${Math.round(100 * member.share)} %)`))}`;
}

/** Facets of the clicked items. */
function lookedAt(texts) {
  return `Because you looked at: ${listed(texts)}`;
}

function intents(texts) {
  return `Close to the intent${texts.length === 1 ? '' : 's'} ${listed(texts.map((text) => `“${text}”`))}`;
}

/** The reasons for an item, or null if nothing is known. */
export function reasons(because, session) {
  if (!because) {
    return null;
  }
  const facts = [];
  if (because.followed !== null && because.followed !== undefined) {
    facts.push(followed(because.followed));
  }
  if (because.neighbours !== null && because.neighbours !== undefined) {
    facts.push(neighbours(because.neighbours));
  }
  const looked = because.looked_at ?? [];
  const near = (because.intents ?? []).filter((text) => !looked.includes(text));
  if (looked.length > 0) {
    facts.push(lookedAt(looked));
  }
  if (near.length > 0) {
    facts.push(intents(near));
  }
  if (because.members?.length > 0) {
    facts.push(members(because.members));
  }
  const clicks = because.clicks ?? [];
  if (clicks.length === 0 && facts.length === 0) {
    return null;
  }
  return el('div', { class: 'why' },
      clicks.length > 0 ? clicksThatRaise(clicks, session) : null,
      facts.length > 0 ? el('ul', { class: 'facts' }, facts.map((fact) => el('li', { dir: 'auto' }, fact))) : null);
}
