import type { Request, RequestHandler } from 'express';
import { id } from '../../protocol/ids.ts';

/** Where other servers answer what this one cannot. A path is null where this server is to answer. */
export interface OtherServers {
  /** The server that leads a meeting's conference; undefined if none does. */
  leading(meetingId: string): Promise<{ readonly path: string | null } | undefined>;
  /** The path of the server that has run longest, for what only one may do. */
  eldest(): Promise<string | null>;
}

export const noOtherServers: OtherServers = {
  leading: () => Promise.resolve(undefined),
  eldest: () => Promise.resolve(null),
};

/** A measurement takes several requests, and a rehearsal is recorded with its figures. */
const measured = /^\/api\/v1\/(?:line|meetings\/[^/?]+\/rehearsals)(?:[/?]|$)/;
const ofMeeting = /^\/api\/v1\/meetings\/([^/?]+)/;
/** Asks for a pass, which any server gives; it names the path of the owner. */
const joins = /^\/api\/v1\/meetings\/[^/?]+\/join(?:\?|$)/;

/**
 * Sends a request on to the server that alone can answer it: what changes a meeting whose conference is live goes
 * to the owner, so that the conference follows before the answer. Everything else is answered here, from the
 * database: the state of a live conference is in its log. The status 307 keeps method and body; browsers keep
 * the Authorization, since all servers have one name. So the owner is asked with the caller's own rights.
 */
export function toOwner(others: OtherServers): RequestHandler {
  const pathFor = async ({ method, originalUrl: url, headers }: Request): Promise<string | null> => {
    if (measured.test(url)) return others.eldest();
    if (method === 'GET' || joins.test(url)) return null;
    const meetingId = id.safeParse(ofMeeting.exec(url)?.[1]);
    const owner = meetingId.success ? await others.leading(meetingId.data) : undefined;
    if (owner) return owner.path;
    // A repetition of a request finds the first one under way only at the same server.
    return 'idempotency-key' in headers ? others.eldest() : null;
  };

  return async (request, response, next) => {
    const path = await pathFor(request);
    if (path === null) return next();
    response.locals['route'] = 'elsewhere';
    response.setHeader('Cache-Control', 'no-store');
    response.redirect(307, `${path}${request.originalUrl.slice(1)}`);
  };
}
