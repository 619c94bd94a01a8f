/*
 * How the demo's app and its sandbox know each other: the same for every demo, and good for nothing but a sandbox. A real
 * installation gets these from the channel (.env.example).
 */
const APP = { id: 'latchkey-demo', secret: 'latchkey-demo-secret' };
const BOOKING = { id: 'latchkey-demo-machine', secret: 'latchkey-demo-machine-secret' };
const AVITO = { id: 'latchkey-demo-avito', secret: 'latchkey-demo-avito-secret' };
const WEBHOOK_SECRET = `whsec_${Buffer.from('latchkey-demo-webhook-secret-32b').toString('base64')}`;

/** What the app is told of the channels: each of them is the sandbox. */
export function channelEnv(sandboxUrl: string): Record<string, string> {
  return {
    AIRBNB_CLIENT_ID: APP.id,
    AIRBNB_CLIENT_SECRET: APP.secret,
    AIRBNB_AUTHORIZE_URL: `${sandboxUrl}/airbnb/oauth2/auth`,
    AIRBNB_API_URL: `${sandboxUrl}/airbnb/v2`,
    AIRBNB_WEBHOOK_SECRET: WEBHOOK_SECRET,
    BOOKING_CLIENT_ID: BOOKING.id,
    BOOKING_CLIENT_SECRET: BOOKING.secret,
    BOOKING_AUTH_URL: `${sandboxUrl}/booking`,
    BOOKING_SUPPLY_URL: `${sandboxUrl}/booking`,
    BOOKING_SECURE_URL: `${sandboxUrl}/booking`,
    BOOKING_AUTHORIZE_URL: `${sandboxUrl}/booking/oauth/authorize`,
    BOOKING_TOKEN_URL: `${sandboxUrl}/booking/oauth/token`,
    // The sandbox pushes from this machine.
    BOOKING_ALLOW: '127.0.0.1,::1',
    AVITO_CLIENT_ID: AVITO.id,
    AVITO_CLIENT_SECRET: AVITO.secret,
    AVITO_AUTHORIZE_URL: `${sandboxUrl}/avito/oauth`,
    AVITO_API_URL: `${sandboxUrl}/avito`,
    AVITO_ICAL_URL: `${sandboxUrl}/avito/calendars-export`,
  };
}

/** What the sandbox is told of the app: who may connect, and where each channel calls. */
export function sandboxEnv(appUrl: string): Record<string, string> {
  return {
    SANDBOX_AIRBNB_CLIENT_ID: APP.id,
    SANDBOX_AIRBNB_CLIENT_SECRET: APP.secret,
    SANDBOX_AIRBNB_WEBHOOK_URL: `${appUrl}/api/integrations/airbnb/webhook`,
    SANDBOX_AIRBNB_GATE_URL: `${appUrl}/api/integrations/airbnb/gate`,
    SANDBOX_AIRBNB_WEBHOOK_SECRET: WEBHOOK_SECRET,
    SANDBOX_BOOKING_CLIENT_ID: BOOKING.id,
    SANDBOX_BOOKING_CLIENT_SECRET: BOOKING.secret,
    SANDBOX_BOOKING_WEBHOOK_URL: `${appUrl}/api/integrations/booking/webhook`,
    SANDBOX_AVITO_CLIENT_ID: AVITO.id,
    SANDBOX_AVITO_CLIENT_SECRET: AVITO.secret,
    // Avito takes no redirect_uri from a link: it calls back where the app is registered.
    SANDBOX_AVITO_REDIRECT_URI: `${appUrl}/api/integrations/avito/callback`,
  };
}
