// Talks to the server. Whatever goes wrong becomes a Problem, with what happened and what to do about it. The API key, where
// the server wants one, is kept for this tab alone.

const KEY = 'dmsrec-api-key';

/** A failed request: the server's problem document, or the like of it where no server answered. */
export class Problem extends Error {
  constructor({ title, detail, fix, status, field, request_id: request }) {
    super(detail || title);
    this.title = title;
    this.detail = detail;
    this.fix = fix;
    this.status = status;
    this.field = field;
    this.request = request;
  }
}

export const apiKey = () => sessionStorage.getItem(KEY);
export const useApiKey = (key) => sessionStorage.setItem(KEY, key);
export const forgetApiKey = () => sessionStorage.removeItem(KEY);

/** Whether the server did not get the key that it wants. */
export const wantsKey = (error) => error instanceof Problem && error.status === 401;

/** Whether a newer request took the place of this one, so that there is nothing to show. */
export const isOvertaken = (error) => error.name === 'AbortError';

async function problem(response) {
  const text = await response.text();
  const waits = response.headers.get('Retry-After');
  let document = {};
  try {
    document = JSON.parse(text);
  } catch {
    document = { title: 'The answer is not from this service', detail: text.slice(0, 300) };
  }
  return new Problem({
    ...document,
    title: document.title || `The server answered ${response.status}`,
    fix: waits ? `Try again in ${waits} s.` : document.fix,
    status: response.status,
  });
}

/** Paths are relative, so that the page also works below a path of a proxy. */
async function call(path, options = {}) {
  const headers = { Accept: 'application/json', ...options.headers };
  if (apiKey()) {
    headers.Authorization = `Bearer ${apiKey()}`;
  }
  let response;
  try {
    response = await fetch(path, { ...options, headers, cache: 'no-store' });
  } catch (error) {
    if (isOvertaken(error)) {
      throw error;
    }
    throw new Problem({
      title: 'The server does not answer',
      detail: `No connection to ${location.host}.`,
      fix: 'Check that "dmsrec serve" is running, then try again.',
    });
  }
  if (!response.ok) {
    throw await problem(response);
  }
  return response.json();
}

function query(parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value !== null && value !== undefined);
  return new URLSearchParams(given).toString();
}

export const models = () => call('v1/models');
export const popular = (model, k, signal) => call(`v1/popular?${query({ k, model })}`, { signal });
export const search = (text, model, k, signal) => call(`v1/items?${query({ query: text, k, model })}`, { signal });

/** The answer to a request, and the time from sending it to having read the answer, in milliseconds. */
export async function recommend(request, signal) {
  const begun = performance.now();
  const answer = await call('v1/recommendations', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(request),
    signal,
  });
  return { answer, roundTrip: performance.now() - begun };
}

/** Runs one task at a time: a new one aborts the one before, which then ends as overtaken. */
export function latest() {
  let running = new AbortController();
  const run = (task) => {
    running.abort();
    running = new AbortController();
    return task(running.signal);
  };
  run.stop = () => running.abort();
  return run;
}
