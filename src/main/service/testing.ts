import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

// Helpers for the tests of this folder: a real server on this machine.

export type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

/** Starts a server that is gone with the test: its address, and the requests that it got. */
export const startServer = async (
  handler: Handler,
): Promise<Readonly<{ address: string; requests: string[]; stop: () => Promise<void> }>> => {
  const requests: string[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    requests.push(`${request.method} ${request.url} ${body}`.trim());
    handler(request, response, body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  onTestFinished(stop);
  const { port } = server.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}`, requests, stop };
};

/** Answers with JSON. */
export const say = (
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
};
