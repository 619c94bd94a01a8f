import { PageSkeleton } from '#components/records/page-skeleton.tsx';

export default function Loading() {
  return <PageSkeleton rows={5} />;
}
