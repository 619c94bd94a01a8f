import { NotThere } from '#components/records/not-there.tsx';

export default function Missing() {
  return <NotThere what="conflict" back="/inbox" />;
}
