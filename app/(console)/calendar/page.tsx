// BEING BUILT RIGHT NOW by another engineer (not the one of the frame, home and properties): please leave this folder to them.
export default function Page() {
  return null;
}
