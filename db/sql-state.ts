/** The five characters by which Postgres names an error (23P01, 40P01, …), wherever in the chain of causes it stands. */
export function sqlState(error: unknown): string | null {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string' && /^[0-9A-Z]{5}$/.test(at.code)) return at.code;
  }
  return null;
}

/** The constraint or unique index that a statement broke, wherever in the chain of causes it stands. */
export function brokenConstraint(error: unknown): string | null {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('constraint_name' in at && typeof at.constraint_name === 'string') return at.constraint_name;
  }
  return null;
}
