import { type ClassValue, clsx } from 'clsx';
import { mergeClasses } from './merge-classes.ts';

/** Joins class names; a later Tailwind class wins over an earlier one of the same kind. */
export function cn(...parts: ClassValue[]): string {
  return mergeClasses(clsx(parts));
}
