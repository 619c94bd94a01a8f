import { NotThere } from '#components/records/not-there.tsx';

export default function Missing() {
  return <NotThere what="message" back="/channels/messages" />;
}
