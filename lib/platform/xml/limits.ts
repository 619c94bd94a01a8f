/*
 * What one message may cost. XML is somebody else's text: each bound is one that a document has been seen to break, and
 * each refuses the whole, since half a message is no message.
 */

export const MAX_BYTES = 10 * 1024 * 1024;
export const MAX_DEPTH = 64;
/** Of one element. */
export const MAX_ATTRIBUTES = 128;
/** Characters of one element's own text, and of one attribute. */
export const MAX_TEXT = 64 * 1024;
/** A message of 500 reservations has some 40,000; each takes some 300 bytes of memory. */
export const MAX_ELEMENTS = 250_000;
