import type { toast as Sonner } from 'sonner';
import { expect, it, vi } from 'vitest';

/** Records what it was asked for. */
function fakeSonner() {
  const said: unknown[] = [];
  const as = (kind: string) => (what: unknown, options: { id: string | number }) => {
    said.push([kind, what, options.id]);
    return options.id;
  };
  const fake = Object.assign(as('plain'), {
    loading: as('loading'),
    error: as('error'),
    custom: as('custom'),
    dismiss: (id: unknown) => said.push(['dismiss', id]),
  });
  // The few of its functions that are called here.
  return { said, sonner: fake as unknown as typeof Sonner };
}

it('keeps what is said before there is a place to say it, in order, without what was taken back', async () => {
  vi.resetModules();
  const { toast, onFirstToast, startToasts } = await import('./toast.ts');
  const { said, sonner } = fakeSonner();
  const wake = vi.fn();
  onFirstToast(wake);
  const first = toast('Saved');
  const second = toast.error('Not saved', { id: 'mine' });
  const third = toast('Gone');
  toast.dismiss(third);
  expect(wake).toHaveBeenCalled();
  expect(said).toEqual([]);
  startToasts(sonner);
  expect(said).toEqual([
    ['plain', 'Saved', first],
    ['error', 'Not saved', second],
  ]);
  expect(second).toBe('mine');
  toast.loading('Later', { id: first });
  toast.dismiss(second);
  expect(said.slice(2)).toEqual([
    ['loading', 'Later', first],
    ['dismiss', 'mine'],
  ]);
});
