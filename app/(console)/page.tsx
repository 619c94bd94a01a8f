// BEING BUILT RIGHT NOW by the engineer who was to build components/timeline (see components/timeline/NOTE.md): Home is theirs.
export default function Page() {
  return null;
}
