import Link from 'next/link';
import { NothingHere } from '#components/frame/nothing-here.tsx';

export default function NotFound() {
  return <NothingHere link={Link} />;
}
