import { openBody } from './body.ts';
import { MAX_DEPTH } from './limits.ts';
import { sha256 } from './uid.ts';

/**
 * 64 hex characters, equal for two answers that differ only in DTSTAMP, in the order of properties or components, or in
 * folding and line ends. A component is the sorted list of its lines and of its components' texts. What is not balanced is
 * hashed byte by byte: it will be rejected, and any change to it deserves another look.
 */
export function contentHash(body: Uint8Array): string {
  const opened = openBody(body);
  const canonical = opened.ok ? canonicalText(opened.text) : null;
  return canonical === null ? sha256(body) : sha256(canonical);
}

function canonicalText(text: string): string | null {
  const stack: string[][] = [[]];
  for (let from = 0; from < text.length; ) {
    const found = text.indexOf('\n', from);
    const to = found === -1 ? text.length : found;
    const line = text.slice(from, to);
    from = to + 1;
    if (line === '' || isStamp(line)) continue;
    if (isKeyword(line, 'BEGIN:')) {
      if (stack.length > MAX_DEPTH) return null;
      stack.push([]);
    }
    stack.at(-1)?.push(line);
    if (isKeyword(line, 'END:')) {
      const closed = stack.pop();
      const parent = stack.at(-1);
      if (!closed || !parent) return null;
      parent.push(closed.sort().join('\n'));
    }
  }
  return stack.length === 1 ? (stack[0]?.sort().join('\n\n') ?? null) : null;
}

function isStamp(line: string): boolean {
  return isKeyword(line, 'DTSTAMP:') || isKeyword(line, 'DTSTAMP;');
}

function isKeyword(line: string, keyword: string): boolean {
  if (line.length < keyword.length) return false;
  if (line.startsWith(keyword)) return true;
  const first = line.charCodeAt(0) | 32;
  return first === (keyword.charCodeAt(0) | 32) && line.slice(0, keyword.length).toUpperCase() === keyword;
}
