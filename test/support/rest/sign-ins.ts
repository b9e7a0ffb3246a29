import type { Jar } from '../../../server/http/cookies.ts';
import { type Answer, password, type RestEdge } from './rest-edge.ts';

/** A cookie that an answer sets, by default the session's; empty texts where it sets none. */
export function cookieOf(
  answer: Answer,
  jar: Jar = 'refresh',
): { readonly pair: string; readonly attributes: string } {
  const cookie = answer.headers.getSetCookie().find((each) => each.startsWith(`diemcau-${jar}=`)) ?? '';
  const [pair = '', ...attributes] = cookie.split('; ');
  return { pair, attributes: attributes.join('; ') };
}

let addresses = 0;
/** The headers of a client at an address of its own: the server counts attempts by address. */
export function freshAddress(): Record<string, string> {
  addresses += 1;
  return { 'x-forwarded-for': `10.1.${addresses >> 8}.${addresses & 255}` };
}

/** Signs in at the edge that a suite has started: each time from another address, unless the headers name one. */
export const signInTo =
  (edge: () => RestEdge) =>
  (login: string, given = password, headers = freshAddress()) =>
    edge().ask('session.signIn', { body: { login, password: given }, headers });
