import type { Attributes } from '../core/xml.ts';

/** One thing that went wrong, in OpenTravel's numbers. `word` is Booking.com's own name for it where it has one. */
export type Problem = {
  readonly type: number;
  readonly code: number;
  readonly word: string;
};

export const PROBLEMS = {
  authentication: { type: 4, code: 497, word: 'AUTHENTICATION_FAILED' },
  access: { type: 6, code: 497, word: 'HOTEL_ACCESS_DENIED' },
  schema: { type: 7, code: 459, word: 'SCHEMA_VIOLATION' },
  date: { type: 3, code: 15, word: 'NOT_A_VALID_DATE' },
  order: { type: 3, code: 404, word: 'FROM_DATE_SHOULD_BE_LESS_THAN_TO_DATE' },
  value: { type: 3, code: 320, word: 'INVALID_VALUE' },
  missing: { type: 10, code: 321, word: 'REQUIRED_FIELD_MISSING' },
  roomMissing: { type: 10, code: 321, word: 'ROOM_ID_MISSING' },
  roomInvalid: { type: 3, code: 402, word: 'ROOM_ID_INVALID' },
  rateMissing: { type: 10, code: 321, word: 'RATE_ID_MISSING' },
  rateInvalid: { type: 3, code: 402, word: 'RATE_ID_INVALID' },
  childRate: { type: 3, code: 249, word: 'CANNOT_EDIT_CHILD_RATE' },
  singleUse: { type: 1, code: 367, word: 'SINGLE_USE_PRICE_NOT_ALLOWED' },
  occupancy: { type: 3, code: 320, word: 'OBP_PRICING_PASSED_FOR_DEFAULT_RATE' },
  amount: { type: 3, code: 367, word: 'AMOUNT_INVALID' },
  currency: { type: 3, code: 320, word: 'CURRENCY_CODE_DONT_MATCH_HOTEL_CURRENCY' },
  tooBusy: { type: 12, code: 191, word: 'TOO_MANY_REQUESTS' },
  notProcessed: { type: 3, code: 450, word: 'UNABLE_TO_PROCESS' },
} as const satisfies Record<string, Problem>;

/** A whole request that is refused. Each family of calls writes it in its own shape. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly problem: Problem;
  readonly retryAfter: number | null;

  constructor(status: number, problem: Problem, message: string, retryAfter: number | null = null) {
    super(message);
    this.status = status;
    this.problem = problem;
    this.retryAfter = retryAfter;
  }
}

/** OpenTravel allows 64 characters. */
export function shortText(problem: Problem, message: string): string {
  return (message === '' ? problem.word : `${problem.word}: ${message}`).slice(0, 64);
}

export function problemAttributes(problem: Problem, message: string): Attributes {
  return { Type: problem.type, Code: problem.code, ShortText: shortText(problem, message) };
}
