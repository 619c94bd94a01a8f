import type { StaticImageData } from 'next/image';
import type { IconName } from './icon-names.ts';
import sprite from './icons.svg';

// Next leaves the type of an svg to plugins that we do not have.
const { src }: StaticImageData = sprite;

/**
 * One of Lucide's drawings, out of the one file that holds them all: a page brings a name instead of a component for
 * each. It stands beside words or inside of what has a label, so readers of the screen are not told of it.
 */
export function Icon({
  name,
  strokeWidth = 1.75,
  className,
}: {
  name: IconName;
  /** In units of the drawing, which is 24 wide. */
  strokeWidth?: number;
  className?: string | undefined;
}) {
  return (
    <svg
      aria-hidden
      width={24}
      height={24}
      strokeWidth={strokeWidth}
      className={className ? `icon ${className}` : 'icon'}
    >
      <use href={`${src}#${name}`} />
    </svg>
  );
}
