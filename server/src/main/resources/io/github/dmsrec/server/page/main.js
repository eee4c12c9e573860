// Puts the page together: a change of the state redraws the parts, and asks each chosen model for its list.

import { byId } from './dom.js';
import { isOvertaken, latest, models, recommend, wantsKey } from './api.js';
import { store } from './state.js';
import { learn, titleOf } from './titles.js';
import { requestFor } from './request.js';
import { compared, said } from './compare.js';
import { copyButton } from './engineer.js';
import { keyForm } from './key.js';
import { modelChoice } from './models.js';
import { optionsPanel } from './options.js';
import { problemBox } from './notices.js';
import { resultColumn } from './results.js';
import { searchBox } from './search.js';
import { sessionList } from './session.js';
import { startView } from './start.js';

const USUAL_MOST_K = 1000;

const state = store();
const change = (part) => state.change(part);
const addClick = (id) => change({ session: [...state.get().session, id] });
const choice = modelChoice(change);
const options = optionsPanel(change);
const session = sessionList((ids) => change({ session: ids }));
const key = keyForm(begin);
const needsKey = () => key.ask();
const start = startView({ begin: (ids) => change({ session: ids }), needsKey });
searchBox(() => choice.chosen(state.get())[0].name, { pick: addClick, needsKey });

const slots = ['a', 'b'].map((name) => {
  const view = resultColumn(name, {
    add: (item) => addClick(item.id),
    exclude: (item) => change({ exclude: [...new Set([...state.get().exclude, item.id])] }),
  });
  byId('columns').append(view.element);
  return { view, newest: latest(), asked: null, model: null, answer: null, pending: false };
});

let mostK = USUAL_MOST_K;
let ready = false;

/** Asks the model of a slot, unless that is what it was asked last. */
async function ask(slot, model, request) {
  const text = JSON.stringify(request);
  if (slot.asked === text) {
    return;
  }
  Object.assign(slot, { asked: text, model, answer: null, pending: true });
  slot.view.model(model);
  slot.view.busy(true);
  try {
    const { answer, roundTrip } = await slot.newest((signal) => recommend(request, signal));
    learn([...answer.session, ...answer.items]);
    options.learn(answer.items);
    slot.answer = answer;
    slot.view.show(model, request, answer, roundTrip);
  } catch (error) {
    if (isOvertaken(error)) {
      return;
    }
    slot.view.fail(error, request, () => {
      slot.asked = null;
      ask(slot, model, request);
    });
    if (wantsKey(error)) {
      needsKey();
    }
  }
  slot.pending = false;
  slot.view.busy(false);
  settle();
}

function leave(slot) {
  slot.newest.stop();
  Object.assign(slot, { asked: null, model: null, answer: null, pending: false });
}

/** What follows from the answers so far: marks in both lists, the overlap in words, unknown clicks, what is read out. */
function settle() {
  const [first, second] = slots;
  const both = first.answer !== null && second.answer !== null;
  first.view.mark(both ? second.answer : null, second.model?.name);
  second.view.mark(both ? first.answer : null, first.model?.name);
  byId('overlap').textContent = both ? compared(first, second) : '';
  if (first.answer !== null) {
    session.learned(first.answer.unknown);
  }
  const asked = slots.filter((slot) => slot.asked !== null);
  if (asked.every((slot) => !slot.pending)) {
    byId('told').textContent = said(asked, titleOf);
  }
}

function draw() {
  if (!ready) {
    return;
  }
  const now = state.get();
  const chosen = choice.chosen(now);
  choice.show(chosen);
  options.show(now, [...new Set(chosen.flatMap(({ columns }) => columns))], mostK);
  session.show(now.session);
  const begun = now.session.length > 0;
  byId('answers').hidden = !begun;
  byId('columns').classList.toggle('two', chosen.length > 1);
  if (begun) {
    start.hide();
  } else {
    start.show(chosen[0].name);
    byId('told').textContent = '';
  }
  slots.forEach((slot, at) => {
    const model = begun ? chosen[at] : undefined;
    slot.view.element.hidden = model === undefined;
    if (model) {
      ask(slot, model, requestFor(now, model));
    } else {
      leave(slot);
    }
  });
  if (slots[1].model === null) {
    settle();
  }
}

/** Learns which models there are, then shows the state; repeated once there is a key. */
async function begin() {
  const trouble = byId('trouble');
  try {
    const found = await models();
    choice.know(found.models);
    mostK = found.limits?.k ?? USUAL_MOST_K;
    ready = true;
    trouble.replaceChildren();
    byId('content').hidden = false;
    key.accepted();
    slots.forEach(leave);
    draw();
  } catch (error) {
    if (wantsKey(error)) {
      trouble.replaceChildren();
      byId('content').hidden = true;
      needsKey();
    } else {
      trouble.replaceChildren(problemBox(error, begin));
    }
  }
}

byId('link').append(copyButton('Copy a link to this view', () => location.href));
byId('skip').addEventListener('click', (event) => {
  // The address behind the "#" is the state.
  event.preventDefault();
  byId('answer-heading').focus();
});
state.subscribe(draw);
begin();
