// Numbers and sentences, the same on all parts of the page.

const WHOLE = new Intl.NumberFormat('en');
const PERCENT = new Intl.NumberFormat('en', { style: 'percent' });
const TENTHS = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

export const percent = (share) => PERCENT.format(share);
export const milliseconds = (value) => `${value < 10 ? TENTHS.format(value) : WHOLE.format(Math.round(value))} ms`;

const DIGITS = 4;
const MOST_DECIMALS = 8;

/** How scores of a list are written: all with as many decimals as show four digits of the greatest. */
export function scoreFormat(scores) {
  const greatest = Math.max(...scores.map(Math.abs));
  const before = greatest > 0 ? Math.floor(Math.log10(greatest)) + 1 : 1;
  const decimals = Math.min(MOST_DECIMALS, Math.max(0, DIGITS - before));
  const format = new Intl.NumberFormat('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  return (value) => format.format(value);
}

/** "1 click", "1,203 clicks". */
export function count(number, one, many = `${one}s`) {
  return `${WHOLE.format(number)} ${number === 1 ? one : many}`;
}

/** "once", "twice", "31 times". */
export function times(number) {
  return number === 1 ? 'once' : number === 2 ? 'twice' : `${WHOLE.format(number)} times`;
}

/** "a", "a and b", "a, b and c". */
export function listed(texts) {
  return texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} and ${texts[texts.length - 1]}`;
}

/** The first letter as a capital, a full stop at the end. */
export function sentence(text) {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(begun) ? begun : `${begun}.`;
}

/** What an item is called where it has no title. */
export function named(id, title) {
  return title || `Item ${id}`;
}
