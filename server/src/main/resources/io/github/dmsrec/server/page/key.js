// Asks for the API key, once the server has wanted one. The key stays in this tab's session storage.

import { byId } from './dom.js';
import { apiKey, forgetApiKey, useApiKey } from './api.js';

/** Makes the form work; `again()` repeats what failed for want of a key. */
export function keyForm(again) {
  const form = byId('key');
  const field = byId('key-field');
  const told = byId('key-told');
  const forget = byId('forget-key');

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (field.value !== '') {
      useApiKey(field.value);
      field.value = '';
      again();
    }
  });
  forget.addEventListener('click', () => {
    forgetApiKey();
    again();
  });

  return {
    ask() {
      const refused = apiKey() !== null;
      forgetApiKey();
      forget.hidden = true;
      told.textContent = refused ? 'The server refused this key. Check it and enter it again.' : '';
      if (form.hidden) {
        form.hidden = false;
      }
      field.focus();
    },
    accepted() {
      form.hidden = true;
      told.textContent = '';
      forget.hidden = apiKey() === null;
    },
  };
}
