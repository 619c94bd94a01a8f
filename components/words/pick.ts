export type Messages = { readonly [key: string]: string | Messages };

/** The named parts of all words, each where it stands in the whole. Throws on a path that is not there. */
export function pickWords(messages: Messages, paths: readonly string[]): Messages {
  return paths.map((path) => branch(messages, path.split('.'), path)).reduce(mergeWords, {});
}

function branch(messages: Messages, [key = '', ...rest]: readonly string[], path: string): Messages {
  const found = messages[key];
  if (found === undefined) throw new Error(`There are no words at ${path}`);
  if (rest.length === 0) return { [key]: found };
  if (typeof found === 'string') throw new Error(`${path} goes on below a message`);
  return { [key]: branch(found, rest, path) };
}

/** Both; where one place is filled twice the second one stands. */
export function mergeWords(one: Messages, other: Messages): Messages {
  const both: { [key: string]: string | Messages } = { ...one };
  for (const [key, value] of Object.entries(other)) {
    const before = both[key];
    both[key] = isPart(before) && isPart(value) ? mergeWords(before, value) : value;
  }
  return both;
}

// Compiled messages are lists: whole, like texts.
const isPart = (value: string | Messages | undefined): value is Messages =>
  typeof value === 'object' && !Array.isArray(value);
