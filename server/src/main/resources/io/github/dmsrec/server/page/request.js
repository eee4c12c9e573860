// The request that the page sends, and the same for a terminal.

/** The body for one of the models; what is as usual is left out. */
export function requestFor(state, model) {
  const { k, seen, diversity, exclude, filter } = state;
  return {
    session: state.session,
    model: model.name,
    k,
    ...(seen === 'rank' && { seen_items: 'rank' }),
    ...(exclude.length > 0 && { exclude }),
    ...(Object.keys(filter).length > 0 && { filter }),
    ...(diversity > 0 && { diversity }),
    explain: true,
    return: ['title', ...model.columns],
  };
}

function quoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** A command that sends the request; a key is named as a variable, so that it is in no copied text. */
export function curl(request, withKey) {
  return [
    `curl ${quoted(new URL('v1/recommendations', document.baseURI).href)}`,
    `-H 'Content-Type: application/json'`,
    ...(withKey ? ['-H "Authorization: Bearer $API_KEY"'] : []),
    `-d ${quoted(JSON.stringify(request))}`,
  ].join(' \\\n  ');
}
