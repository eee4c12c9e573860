// What is chosen on the page, kept in the address behind the "#": a link shows the same to somebody else, and the browser's
// "back" undoes a click. Only what differs from the usual is written there.

const USUAL = {
  session: [],
  model: null,
  other: null,
  k: 10,
  seen: 'exclude',
  diversity: 0,
  exclude: [],
  filter: {},
};

const ANY = 'any.';
const MIN = 'min.';
const MAX = 'max.';

function number(text, usual) {
  const value = text === null || text.trim() === '' ? NaN : Number(text);
  return Number.isFinite(value) ? value : usual;
}

/** The state that an address stands for. */
export function parse(hash) {
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  const filter = {};
  const condition = (column) => (filter[column] ??= {});
  for (const [key, value] of given) {
    if (key.startsWith(ANY)) {
      (condition(key.slice(ANY.length)).any ??= []).push(value);
    } else if (key.startsWith(MIN) && number(value, null) !== null) {
      condition(key.slice(MIN.length)).min = Number(value);
    } else if (key.startsWith(MAX) && number(value, null) !== null) {
      condition(key.slice(MAX.length)).max = Number(value);
    }
  }
  return {
    session: given.getAll('click'),
    model: given.get('model'),
    other: given.get('with'),
    k: number(given.get('k'), USUAL.k),
    seen: given.get('seen') === 'rank' ? 'rank' : USUAL.seen,
    diversity: number(given.get('diversity'), USUAL.diversity),
    exclude: given.getAll('exclude'),
    filter,
  };
}

/** The address for a state, without the "#". */
export function format(state) {
  const parts = new URLSearchParams();
  const put = (key, value, usual) => value !== usual && parts.append(key, value);
  put('model', state.model, USUAL.model);
  put('with', state.other, USUAL.other);
  state.session.forEach((id) => parts.append('click', id));
  put('k', state.k, USUAL.k);
  put('seen', state.seen, USUAL.seen);
  put('diversity', state.diversity, USUAL.diversity);
  state.exclude.forEach((id) => parts.append('exclude', id));
  for (const [column, { any = [], min, max }] of Object.entries(state.filter)) {
    any.forEach((value) => parts.append(ANY + column, value));
    put(MIN + column, min, undefined);
    put(MAX + column, max, undefined);
  }
  return parts.toString();
}

/** How many of the options differ from the usual. */
export function changedOptions(state) {
  return [state.k !== USUAL.k, state.seen !== USUAL.seen, state.diversity !== USUAL.diversity,
    state.exclude.length > 0, Object.keys(state.filter).length > 0].filter(Boolean).length;
}

/** The options as they are usually; the session and the models stay. */
export const usualOptions = () => {
  const { k, seen, diversity, exclude, filter } = USUAL;
  return { k, seen, diversity, exclude, filter };
};

/** Holds the state of this page, and reports each change. */
export function store() {
  let state = parse(location.hash);
  const listeners = [];
  const tell = () => listeners.forEach((listener) => listener(state));
  addEventListener('hashchange', () => {
    state = parse(location.hash);
    tell();
  });
  return {
    get: () => state,
    subscribe: (listener) => listeners.push(listener),
    /** Changes some of it; a change of the session can be undone with the browser's "back". */
    change(part) {
      state = { ...state, ...part };
      const address = `#${format(state)}`;
      if (part.session) {
        history.pushState(null, '', address);
      } else {
        history.replaceState(null, '', address);
      }
      tell();
    },
  };
}
