import { createElement, isValidElement, type ReactNode } from 'react';
import { expect, it, vi } from 'vitest';
import { Slot } from './slot.tsx';

function given(props: Record<string, unknown>, child: ReactNode): Record<string, unknown> {
  const element = Slot({ ...props, children: child });
  return isValidElement<Record<string, unknown>>(element) ? element.props : {};
}

it('gives its child what it has not, and leaves it what it has', () => {
  const child = createElement('a', { href: '/', title: 'mine' });
  expect(given({ title: 'theirs', id: 'one' }, child)).toEqual({ href: '/', title: 'mine', id: 'one' });
});

it('joins classes and styles, the child’s last', () => {
  const child = createElement('a', { className: 'b', style: { top: 1 } });
  const { className, style } = given({ className: 'a', style: { top: 0, left: 2 } }, child);
  expect([className, style]).toEqual(['a b', { top: 1, left: 2 }]);
});

it('lets both hear, the child first', () => {
  const heard: string[] = [];
  const child = createElement('a', { onClick: () => heard.push('child') });
  const { onClick } = given({ onClick: () => heard.push('slot') }, child);
  if (typeof onClick === 'function') onClick();
  expect(heard).toEqual(['child', 'slot']);
});

it('keeps the child’s handler where it was given none', () => {
  const own = vi.fn();
  expect(given({ onClick: undefined }, createElement('a', { onClick: own })).onClick).toBe(own);
});

it('hands the element to both refs', () => {
  const [ours, theirs] = [{ current: null }, vi.fn()];
  const { ref } = given({ ref: ours }, createElement('a', { ref: theirs }));
  if (typeof ref === 'function') ref('element');
  expect([ours.current, theirs.mock.calls]).toEqual(['element', [['element']]]);
});

it('is nothing without one child', () => {
  expect(Slot({ children: 'words' })).toBeNull();
});
