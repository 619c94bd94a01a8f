import { cloneElement, isValidElement, type ReactNode, type RefCallback } from 'react';

type Props = Record<string, unknown>;

/** Gives all that it is given to its one child, which keeps its own: handlers run after the child's, classes are joined. */
export function Slot({ children, ...given }: Props & { children?: ReactNode }) {
  if (!isValidElement<Props>(children)) return null;
  return cloneElement(children, merged(given, children.props));
}

function merged(given: Props, own: Props): Props {
  const props: Props = { ...given, ...own };
  for (const [name, ours] of Object.entries(given)) {
    const theirs = own[name];
    if (name === 'className') props[name] = [ours, theirs].filter(Boolean).join(' ');
    else if (name === 'style') props[name] = Object.assign({}, ours, theirs);
    else if (name === 'ref') props[name] = ours && theirs ? both(ours, theirs) : (ours ?? theirs);
    else if (/^on[A-Z]/.test(name)) props[name] = inTurn(theirs, ours);
  }
  return props;
}

function inTurn(...handlers: readonly unknown[]) {
  const all = handlers.filter((one) => typeof one === 'function');
  return all.length < 2 ? all[0] : (...args: readonly unknown[]) => all.map((one) => one(...args))[0];
}

function both(...refs: readonly unknown[]): RefCallback<unknown> {
  return (element) => {
    for (const ref of refs) assign(ref, element);
  };
}

function assign(ref: unknown, element: unknown): void {
  if (typeof ref === 'function') ref(element);
  else if (isRefObject(ref)) ref.current = element;
}

function isRefObject(ref: unknown): ref is { current: unknown } {
  return typeof ref === 'object' && ref !== null && 'current' in ref;
}
