/** Does something once what a press changed has been seen: what the person does not wait for. */
export function afterPaint(work: () => void): void {
  requestAnimationFrame(() => setTimeout(work));
}
