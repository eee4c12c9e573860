// Builds elements. Texts go in as texts, never as markup, so that a title can hold anything.

const SVG = 'http://www.w3.org/2000/svg';

/** An element with attributes, listeners (`onclick`) and children; attributes that are null or false are left out. */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) {
      continue;
    }
    if (key.startsWith('on')) {
      element.addEventListener(key.slice(2), value);
    } else {
      element.setAttribute(key, value === true ? '' : value);
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ''));
  return element;
}

/** A picture from the page's own sheet of symbols, hidden from screen readers. */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `#${name}`);
  svg.append(use);
  return svg;
}

/** A small button that shows a picture and says its name to screen readers and on hover. */
export function iconButton(picture, name, onclick, attributes = {}) {
  return el('button', { type: 'button', class: 'icon-button', 'aria-label': name, title: name, onclick, ...attributes },
      icon(picture));
}

/** A text that brings its own direction, such as a title in any script. */
export function title(text) {
  return el('bdi', {}, text);
}

/** A text that only screen readers get. */
export function unseen(text) {
  return el('span', { class: 'unseen' }, text);
}

/** The element of the page with this id. */
export function byId(id) {
  return document.getElementById(id);
}

/** Runs the last of many calls, once there has been none for a while. */
export function debounced(milliseconds, run) {
  let timer = 0;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => run(...values), milliseconds);
  };
}
