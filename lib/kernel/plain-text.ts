/** Text for people and for the database: no controls, no marks that turn the direction of writing, no half characters. */
export function plain(text: string | null, lengthMax: number): string | null {
  const clean = (text ?? '')
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .trim();
  // Never more characters than code units: most texts need no counting.
  return (clean.length <= lengthMax ? clean : [...clean].slice(0, lengthMax).join('')) || null;
}
