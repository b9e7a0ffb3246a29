import type { CookieOptions, Request, Response } from 'express';
import { Failure } from '../../protocol/failure.ts';

/** Cookies that scripts cannot read. The browser sends each to its own paths only. */
const jars = {
  refresh: { name: 'diemcau-refresh', path: '/api/v1/session' },
  known: { name: 'diemcau-known', path: '/api/v1/session' },
  device: { name: 'diemcau-device', path: '/api/v1/devices' },
  screen: { name: 'diemcau-screen', path: '/api/v1/devices' },
} as const;
export type Jar = keyof typeof jars;

export interface Cookies {
  get(jar: Jar): string | undefined;
  set(jar: Jar, kept: { readonly token: string; readonly expiresAtMs: number }): void;
  clear(jar: Jar): void;
}

export function cookiesOf(request: Request, response: Response, secure: boolean): Cookies {
  const options = (jar: Jar): CookieOptions => ({
    path: jars[jar].path,
    httpOnly: true,
    sameSite: 'strict',
    secure,
  });
  return {
    get(jar) {
      // The values are base64url, so nothing needs decoding.
      const prefix = `${jars[jar].name}=`;
      const pair = request.headers.cookie?.split(/;\s*/).find((pair) => pair.startsWith(prefix));
      return pair?.slice(prefix.length);
    },
    set(jar, { token, expiresAtMs }) {
      response.cookie(jars[jar].name, token, { ...options(jar), expires: new Date(expiresAtMs) });
    },
    clear(jar) {
      response.clearCookie(jars[jar].name, options(jar));
    },
  };
}

/**
 * The token that the browser has shown in a cookie.
 * @throws Failure `unauthenticated` where it has shown none
 */
export function shown(token: string | undefined): string {
  if (token === undefined) throw new Failure('unauthenticated');
  return token;
}
