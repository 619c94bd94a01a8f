import { channelEnv, sandboxEnv } from './channels.ts';
import { type Child, startChild } from './children.ts';
import type { Secrets } from './settings.ts';

export type AppProcess = {
  readonly mode: 'production' | 'development';
  readonly port: number;
  readonly appUrl: string;
  readonly databaseUrl: string;
  readonly sandboxPort: number;
  readonly secrets: Secrets;
  readonly logFile?: string | undefined;
  readonly extra?: Readonly<Record<string, string>>;
};

/** The app as a process of its own, allowed to reach the sandbox and no other private address. */
export function startApp(app: AppProcess): Child {
  return startChild({
    name: 'app',
    args: ['scripts/serve.ts', ...(app.mode === 'development' ? ['--dev'] : [])],
    logFile: app.logFile,
    env: {
      NODE_ENV: app.mode,
      DATABASE_URL: app.databaseUrl,
      APP_URL: app.appUrl,
      PORT: String(app.port),
      OUTBOUND_ALLOW: `localhost:${app.sandboxPort},127.0.0.1:${app.sandboxPort}`,
      ...channelEnv(`http://localhost:${app.sandboxPort}`),
      ...app.secrets,
      ...app.extra,
    },
  });
}

export function startSandbox(
  port: number,
  options: { appUrl: string; logFile?: string; stateFile?: string },
): Child {
  return startChild({
    name: 'sandbox',
    args: ['sandbox/server.ts'],
    logFile: options.logFile,
    env: {
      SANDBOX_PORT: String(port),
      SANDBOX_STATE: options.stateFile ?? '',
      HOST: '127.0.0.1',
      ...sandboxEnv(options.appUrl),
    },
  });
}
