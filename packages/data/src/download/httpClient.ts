import type { Dispatcher } from 'undici';

export interface Answer {
  readonly status: number;
  /** A header by its name in small letters. */
  header(name: string): string | undefined;
  readonly body: AsyncIterable<Uint8Array>;
  /** Lets the rest of the body go. */
  dump(): Promise<void>;
}

export interface HttpClient {
  /** @throws what undici throws when no answer comes. */
  get(url: string, headers: Record<string, string>, signal?: AbortSignal): Promise<Answer>;
  /** Closes all connections. */
  close(): Promise<void>;
}

/** Milliseconds without a byte after which a server counts as gone. */
const longestSilence = 60_000;

/**
 * Asks servers, up to five redirections on, through the proxy that HTTP_PROXY, HTTPS_PROXY and NO_PROXY name.
 * Bodies come as they are sent, not unpacked.
 */
export async function httpClient(): Promise<HttpClient> {
  const { EnvHttpProxyAgent, interceptors, request } = await import('undici');
  const agent = new EnvHttpProxyAgent({
    headersTimeout: longestSilence,
    bodyTimeout: longestSilence,
  });
  const dispatcher: Dispatcher = agent.compose(interceptors.redirect({ maxRedirections: 5 }));
  return {
    async get(url, headers, signal) {
      const sent = { 'accept-encoding': 'identity', ...headers };
      const answer = await request(url, {
        dispatcher,
        headers: sent,
        ...(signal ? { signal } : {}),
      });
      return {
        status: answer.statusCode,
        header(name) {
          const value = answer.headers[name];
          return Array.isArray(value) ? value[0] : value;
        },
        body: answer.body,
        dump: () => answer.body.dump().catch(() => {}),
      };
    },
    close: () => agent.destroy(),
  };
}
