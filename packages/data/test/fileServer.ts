import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/**
 * What one request gets; those beyond the list get the last. `hangUpAt` breaks the connection once the client
 * has said that so many bytes of the file have arrived.
 */
export type Reply = (
  request: IncomingMessage,
  response: ServerResponse,
  hangUpAt: (bytes: number) => void,
) => void;

export interface FileServer {
  readonly url: string;
  /** 'GET /x.bin bytes=10-' of each request, in order. */
  readonly asked: readonly string[];
  /** The client says how many bytes of the file have arrived. */
  arrived(bytes: number): void;
  /** As a proxy: called for each tunnel with 'host:port' and the client's end. */
  onConnect(tunnel: (host: string, socket: Duplex) => void): void;
  /** Connections that are open. */
  connections(): Promise<number>;
  close(): Promise<void>;
}

/** A server on localhost that answers as it is told, request by request. */
export async function fileServer(...replies: Reply[]): Promise<FileServer> {
  const asked: string[] = [];
  let held: { bytes: number; socket: Socket } | undefined;
  const server: Server = createServer((request, response) => {
    const reply = replies[Math.min(asked.length, replies.length - 1)];
    const { method, url, headers } = request;
    asked.push([method, url, headers.range].filter(Boolean).join(' '));
    reply(request, response, (bytes) => {
      held = { bytes, socket: request.socket };
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    arrived(bytes) {
      if (held?.bytes === bytes) held.socket.destroy();
    },
    onConnect: (tunnel) =>
      server.on('connect', (request, socket) => tunnel(request.url ?? '', socket)),
    connections: () =>
      new Promise((resolve, reject) =>
        server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
      ),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A good server: ranges, If-Range, 416. */
export const serve =
  (file: Uint8Array, headers: Record<string, string> = { etag: '"v1"' }): Reply =>
  (request, response) => {
    const [, from] = /^bytes=(\d+)-$/.exec(request.headers.range ?? '') ?? [];
    const same = [undefined, headers.etag, headers['last-modified']].includes(
      request.headers['if-range']?.toString(),
    );
    if (from === undefined || !same) {
      response.writeHead(200, { ...headers, 'content-length': file.length }).end(file);
    } else if (Number(from) >= file.length) {
      response.writeHead(416, { 'content-range': `bytes */${file.length}` }).end();
    } else {
      const range = `bytes ${from}-${file.length - 1}/${file.length}`;
      const rest = file.subarray(Number(from));
      response.writeHead(206, {
        ...headers,
        'content-range': range,
        'content-length': rest.length,
      });
      response.end(rest);
    }
  };

/** Sends what another reply would, but only so many bytes of the body, and hangs up when they have arrived. */
export const hangUpAfter =
  (bytes: number, reply: Reply): Reply =>
  (request, response, hangUpAt) => {
    const [, from = '0'] = /^bytes=(\d+)-$/.exec(request.headers.range ?? '') ?? [];
    response.end = ((body: Uint8Array) => {
      const part = body.subarray(0, bytes);
      response.write(part);
      hangUpAt((response.statusCode === 206 ? Number(from) : 0) + part.length);
      return response;
    }) as typeof response.end;
    reply(request, response, hangUpAt);
  };

/** Any answer. */
export const answer =
  (status: number, headers: Record<string, string> = {}, body: string | Uint8Array = ''): Reply =>
  (_, response) => {
    response.writeHead(status, headers).end(body);
  };
