import type { Connect, Plugin } from 'vite';
import { handle } from './routes.ts';
import { Service } from './service.ts';

/** What the hosts send with the page; enforced in `vite preview`, impossible in `vite dev` (it injects styles). */
const policy =
  "default-src 'self'; style-src 'self' 'sha256-7Wn/5ghbhb9U5yM332FZpa4jDUilNGJdZ87eJ6XZFBA='; img-src 'self' blob: data:; media-src 'self' blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

/** A stand-in for the service, in memory, for work on the page alone. It is no part of what is shipped. */
export function developmentApi(): Plugin {
  const install = (middlewares: Connect.Server, strict: boolean) => {
    const service = new Service();
    service.seed();
    middlewares.use((request, response, next) => {
      if (strict) response.setHeader('Content-Security-Policy', policy);
      if (/^\/(?:api|dev-blob)\//.test(request.url ?? '')) void handle(service, request, response);
      else next();
    });
  };
  return {
    name: 'transvox-development-api',
    configureServer: (server) => install(server.middlewares, false),
    configurePreviewServer: (server) => install(server.middlewares, true),
  };
}
