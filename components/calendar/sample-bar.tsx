import { ChannelMark } from './channels.tsx';

/** A bar drawn as the timeline draws it, for samples: from the middle of the arrival to the middle of the departure. */
export function SampleBar({
  days,
  from,
  nights,
  channel,
  name,
}: {
  days: number;
  from: number;
  nights: number;
  channel: string;
  name: string;
}) {
  return (
    <span
      data-channel={channel}
      style={{ left: `${((from + 0.5) / days) * 100}%`, width: `calc(${(nights / days) * 100}% - 3px)` }}
      className="absolute top-2 flex h-7 items-center gap-1.5 overflow-hidden rounded-md bg-(--fill) pr-1.5 pl-2.5 text-(--on) text-sm"
    >
      <span className="absolute inset-y-0 left-0 w-1 edged" />
      <ChannelMark channel={channel} />
      <span className="truncate">{name}</span>
    </span>
  );
}
