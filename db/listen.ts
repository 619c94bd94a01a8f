import postgres from 'postgres';

/** Postgres restarts in seconds; one that stays away is asked for twice a minute. */
const RETRY_MS = { first: 250, most: 30_000 };
/** A connection that is dead without having been closed is noticed by a question that nobody answers. */
const PROBE_MS = 30_000;
const ANSWER_MS = 10_000;

export type Listening = {
  /** Resolves once this connection and its timers are gone. */
  readonly close: () => Promise<void>;
};

export type Listener = {
  readonly channel: string;
  readonly onMessage: (text: string) => void;
  /** LISTEN stands: from here on nothing is missed until `onDown`. */
  readonly onUp: () => void;
  /** Messages may be missed from now on. Called once for each `onUp`. */
  readonly onDown: (error: unknown) => void;
};

/**
 * One connection of its own that listens, for as long as it is not closed: when Postgres goes away it connects again,
 * later each time. The url must lead past a pooler that hands connections on between transactions.
 */
export function listen(url: string, listener: Listener): Listening {
  const state: {
    sql: postgres.Sql | null;
    timer: NodeJS.Timeout | undefined;
    closed: boolean;
    waitMs: number;
  } = {
    sql: null,
    timer: undefined,
    closed: false,
    waitMs: RETRY_MS.first,
  };

  const later = (ms: number, work: () => Promise<void>) => {
    clearTimeout(state.timer);
    if (state.closed) return;
    state.timer = setTimeout(() => void work(), ms);
    state.timer.unref();
  };

  async function connect(): Promise<void> {
    let isUp = false;
    const lost = (error: unknown) => {
      if (state.sql !== sql) return; // an earlier connection's last words
      state.sql = null;
      void sql.end({ timeout: 0 }).catch(() => {}); // gone already
      if (isUp) listener.onDown(error);
      later(state.waitMs, connect);
      state.waitMs = Math.min(state.waitMs * 2, RETRY_MS.most);
    };
    const sql: postgres.Sql = openOne(url, listener.onMessage, () =>
      lost(new Error('the connection was closed')),
    );
    state.sql = sql;
    const probe = async (): Promise<void> => {
      try {
        await answered(sql.unsafe('select 1'));
        later(PROBE_MS, probe);
      } catch (error) {
        lost(error);
      }
    };
    try {
      await answered(sql.unsafe(`listen ${listener.channel}`));
      if (state.sql !== sql) return;
      isUp = true;
      state.waitMs = RETRY_MS.first;
      listener.onUp();
      later(PROBE_MS, probe);
    } catch (error) {
      lost(error);
    }
  }

  void connect();
  return {
    close: async () => {
      state.closed = true;
      clearTimeout(state.timer);
      const { sql } = state;
      state.sql = null;
      await sql?.end({ timeout: 1 }).catch(() => {}); // it was being lost at the same moment
    },
  };
}

function openOne(url: string, onMessage: (text: string) => void, onClose: () => void): postgres.Sql {
  // The driver's own listen() connects again by itself and says neither when it lost its connection nor when it failed
  // to get one; this option is what it is made of, and its types leave it out.
  const hooks = { onnotify: (_channel: string, text: string) => onMessage(text) };
  return postgres(url, {
    max: 1,
    idle_timeout: 0,
    max_lifetime: 0,
    connect_timeout: 10,
    fetch_types: false,
    onnotice: () => {},
    onclose: onClose,
    connection: { application_name: 'latchkey live' },
    ...hooks,
  });
}

async function answered<T>(question: PromiseLike<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error('Postgres does not answer')), ANSWER_MS);
  try {
    return await Promise.race([question, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
