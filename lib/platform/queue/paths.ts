/** What may be delivered to /api/jobs/{name}: a ring of the bell, and QStash's word that a delivery was given up. */
export const DELIVERY_NAMES = ['tick', 'failed'] as const;
export type DeliveryName = (typeof DELIVERY_NAMES)[number];

/**
 * The public URL of a delivery: what is published to, and the `sub` that a signature must carry. Built from APP_URL,
 * never from the request, whose host is whatever a proxy or a sender says.
 */
export function deliveryUrl(appUrl: string, name: DeliveryName): string {
  return `${appUrl.replace(/\/+$/, '')}/api/jobs/${name}`;
}
