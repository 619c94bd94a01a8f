/** One booking of one connection is fetched once at a time, whoever asks for it. */
export function fetchKey(connectionId: string, externalId: string): string {
  return `${connectionId}/${externalId}`;
}
