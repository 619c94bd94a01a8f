/** A promise that did not hold. */
export class BrokenPromise extends Error {
  override readonly name = 'BrokenPromise';
}

/** @throws BrokenPromise */
export function broken(what: string): never {
  throw new BrokenPromise(what);
}
