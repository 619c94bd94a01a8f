/** Replaced by the one that starts Postgres as soon as there is a schema. */
export default function setup(): void {}
