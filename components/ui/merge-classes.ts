/*
 * What tailwind-merge does, for the classes that this project has: a later class takes the place of an earlier one that
 * sets the same. The library knows all of Tailwind, for 9 kB of every page. Its test compares the two on every class that
 * stands in our sources, and fails for one that is not known here.
 */

/** Groups whose classes are their name, a dash and a value; longest names first, so that `gap-x-2` is no `gap`. */
const VALUED = `
  min-h max-h min-w max-w h w size p px py pt pr pb pl mx my mt mr mb ml inset inset-x inset-y top right
  bottom left gap gap-x gap-y z items justify self basis order leading tracking opacity duration cursor
  accent underline-offset outline-offset fill select touch grid-cols grid-flow auto-cols col-span
  place-items align pointer-events translate-x translate-y rotate scroll-mt scroll-ml overscroll overflow
  overflow-x overflow-y line-clamp space-y break-after break-inside whitespace transition animate brightness
  appearance resize shrink grow
`
  .trim()
  .split(/\s+/)
  .sort((one, other) => other.length - one.length);

const WIDTH = '(\\d+(\\.\\d+)?|px|\\[[\\d.]+(px|rem|em)\\])';
const rule = (group: string, pattern: string) => [group, new RegExp(`^(${pattern})$`)] as const;

/** Groups that share a name with others, or have none; the first that fits. */
const NAMED = [
  rule(
    'display',
    'flex|hidden|block|inline|inline-block|inline-flex|grid|inline-grid|contents|table|table-(cell|row)',
  ),
  rule('position', 'sticky|fixed|relative|absolute|static'),
  rule('visibility', 'visible|invisible|collapse'),
  rule('reader', '(not-)?sr-only'),
  rule('ellipsis', 'truncate|text-(ellipsis|clip)'),
  rule('line', 'underline|line-through|no-underline|overline'),
  rule('case', 'uppercase|lowercase|capitalize|normal-case'),
  rule('slant', 'italic|not-italic'),
  rule('words', 'break-(words|all|keep|normal)'),
  rule('table-layout', 'table-(fixed|auto)'),
  rule('flex-wrap', 'flex-(wrap|nowrap|wrap-reverse)'),
  rule('flex-direction', 'flex-(row|col)(-reverse)?'),
  rule('flex', 'flex-.+'),
  rule('font-family', 'font-(mono|sans|serif)'),
  rule('font-weight', 'font-(thin|light|normal|medium|semibold|bold|black)'),
  rule('text-align', 'text-(left|right|center|justify|start|end)'),
  rule('text-wrap', 'text-(balance|pretty|wrap|nowrap)'),
  rule('text-size', `text-(xs|sm|md|base|lg|[2-9]?xl|${WIDTH})`),
  rule('text-color', 'text-.+'),
  rule('background-image', 'bg-(\\(image:.+|\\[(repeating-)?(linear|radial)-gradient.+|none)'),
  rule('background-repeat', 'bg-(no-repeat|repeat(-.+)?)'),
  rule('background', 'bg-.+'),
  rule('border-style', 'border-(dashed|dotted|solid|double|none)'),
  rule('border-collapse', 'border-(collapse|separate)'),
  ...['t', 'r', 'b', 'l', 'x'].map((side) => rule(`border-${side}`, `border-${side}(-${WIDTH})?`)),
  rule('border', `border(-${WIDTH})?`),
  rule('border-color', 'border-.+'),
  ...['t', 'r', 'l'].map((side) => rule(`rounded-${side}`, `rounded-${side}(-.+)?`)),
  rule('rounded', 'rounded(-.+)?'),
  rule('decoration-width', `decoration-${WIDTH}`),
  rule('decoration-color', 'decoration-.+'),
  rule('ring-inset', 'ring-inset'),
  rule('ring', `ring(-${WIDTH})?`),
  rule('ring-color', 'ring-.+'),
  rule('outline-style', 'outline(-(none|hidden|dashed|dotted|double))?'),
  rule('outline', `outline-${WIDTH}`),
  rule('outline-offset', 'outline-offset-.+'),
  rule('outline-color', 'outline-.+'),
  rule('stroke', `stroke-${WIDTH}`),
  rule('stroke-color', 'stroke-.+'),
  rule('shadow', 'shadow(-(none|2xs|xs|sm|md|lg|xl|2xl|inner|\\[.+\\]))?'),
  rule('shadow-color', 'shadow-.+'),
  rule('divide-x', 'divide-x(-\\d+)?'),
  rule('divide-color', 'divide-.+'),
  rule('list', 'list-.+'),
  rule('filter', 'filter|filter-none'),
  rule('shrink', 'shrink'),
  rule('grow', 'grow'),
  rule('resize', 'resize'),
];

const SIDES = ['t', 'r', 'b', 'l'];
const named = (name: string, parts: readonly string[]) => parts.map((part) => `${name}${part}`);

/** What a group sets beside its own: the parts of a whole. */
const COVERS: Readonly<Record<string, readonly string[]>> = {
  p: named('p', ['x', 'y', ...SIDES]),
  px: ['pl', 'pr'],
  py: ['pt', 'pb'],
  mx: ['ml', 'mr'],
  my: ['mt', 'mb'],
  inset: ['inset-x', 'inset-y', 'top', 'right', 'bottom', 'left'],
  'inset-x': ['left', 'right'],
  'inset-y': ['top', 'bottom'],
  size: ['w', 'h'],
  gap: ['gap-x', 'gap-y'],
  overflow: ['overflow-x', 'overflow-y'],
  flex: ['basis', 'grow', 'shrink'],
  'text-size': ['leading'],
  'line-clamp': ['display', 'overflow'],
  border: named('border-', ['x', ...SIDES]),
  'border-x': ['border-l', 'border-r'],
  rounded: named('rounded-', ['t', 'r', 'l']),
};

const found = new Map<string, { readonly key: string; readonly covers: readonly string[] } | null>();

function groupOf(base: string): string | null {
  const positive = base.startsWith('-') ? base.slice(1) : base;
  const own = NAMED.find(([, pattern]) => pattern.test(positive))?.[0];
  if (own) return own;
  // A property that is set by itself, `[--name:value]`.
  if (positive.startsWith('[')) return positive.slice(0, positive.indexOf(':')) || null;
  return VALUED.find((name) => positive.startsWith(`${name}-`)) ?? null;
}

/** Group under its conditions (`hover:`, `sm:`); null for a class that sets what we do not know. */
function read(word: string) {
  const known = found.get(word);
  if (known !== undefined) return known;
  const [conditions, base] = splitWord(word.endsWith('!') ? word.slice(0, -1) : word);
  const under = `${conditions}${word.endsWith('!') ? '!' : ''} `;
  const group = groupOf(base);
  const read = group
    ? { key: under + group, covers: (COVERS[group] ?? []).map((part) => under + part) }
    : null;
  found.set(word, read);
  return read;
}

/** At the last colon that stands in no brackets. */
function splitWord(word: string): [conditions: string, base: string] {
  let [depth, at] = [0, 0];
  for (let i = 0; i < word.length; i++) {
    const sign = word[i];
    if (sign === '[' || sign === '(') depth++;
    else if (sign === ']' || sign === ')') depth--;
    else if (sign === ':' && depth === 0) at = i + 1;
  }
  return [word.slice(0, at), word.slice(at)];
}

/** Answers by what was asked: a grid asks the same of each of its cells. */
const merged = new Map<string, string>();
const KEPT = 2_000;

/** Leaves out each class that a later one takes the place of. */
export function mergeClasses(classes: string): string {
  const known = merged.get(classes);
  if (known !== undefined) return known;
  if (merged.size >= KEPT) merged.clear();
  const answer = merge(classes);
  merged.set(classes, answer);
  return answer;
}

function merge(classes: string): string {
  const taken = new Set<string>();
  const kept: string[] = [];
  for (const word of classes.split(/\s+/).filter(Boolean).reverse()) {
    const group = read(word);
    if (group && taken.has(group.key)) continue;
    kept.push(word);
    if (group) for (const key of [group.key, ...group.covers]) taken.add(key);
  }
  return kept.reverse().join(' ');
}
