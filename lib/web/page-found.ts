import { notFound } from 'next/navigation';
import { AppError } from '#lib/kernel/errors.ts';

/** What a page was asked for, or the "not there" page: another organization's looks the same as none. */
export async function found<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') notFound();
    throw error;
  }
}
