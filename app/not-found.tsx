import { NothingHere } from '#components/frame/nothing-here.tsx';

export default function NotFound() {
  return (
    <main className="py-10">
      <NothingHere />
    </main>
  );
}
