import { describe, expect, it } from 'vitest';
import { type ChannelApp, ConfigureInput } from '#lib/domain/connections/schemas.ts';
import { EMPTY_SECRETS, inputOf, isTouched } from './configure-input.ts';

const app: ChannelApp = {
  source: 'organization',
  hasApiKey: true,
  hasApiSecret: true,
  hasWebhookSecret: false,
  webhookUrl: 'https://example.org/api/integrations/airbnb/webhook/x',
  gateUrl: null,
  isActive: true,
  way: 'consent',
  isDoorOpen: null,
  isBuilt: true,
};

describe('what the form of a channel sends', () => {
  it('is nothing where nothing was typed: what is set stays', () => {
    const input = inputOf(EMPTY_SECRETS, true, app);
    expect(input).toEqual({});
    expect(isTouched(input)).toBe(false);
  });

  it('is only what was typed, a key without the spaces of a paste, a secret to the letter', () => {
    const input = inputOf({ ...EMPTY_SECRETS, apiKey: ' key ', apiSecret: ' s ' }, false, app);
    expect(input).toEqual({ apiKey: 'key', apiSecret: ' s ', isActive: false });
    expect(ConfigureInput.safeParse(input).success).toBe(true);
  });

  it('takes key and both secrets away together', () => {
    const input = inputOf({ ...EMPTY_SECRETS, apiKey: 'typed before', isRemoving: true }, true, app);
    expect(input).toEqual({ apiKey: null, apiSecret: null, webhookSecret: null });
    expect(ConfigureInput.safeParse(input).success).toBe(true);
  });
});
