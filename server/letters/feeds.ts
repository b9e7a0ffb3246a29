import { Failure } from '../../protocol/failure.ts';
import { roomLanguage } from '../../protocol/language.ts';
import { accountCaller, type Caller } from '../identity/caller.ts';
import { hashSecret, newToken } from '../identity/secrets/opaque-secrets.ts';
import type { MeetingRepository } from '../scheduling/planning/meeting-repository.ts';
import { Names } from '../scheduling/access/names.ts';
import { nameWithParent } from '../sites/site-view.ts';
import { feedCalendar } from './calendar.ts';
import { createValidators, type Validators } from './validators.ts';
import type { FeedOwner, FeedRepository, FeedSubject } from './feed-repository.ts';
import type { Directory } from './invitees.ts';
import { venueOf } from './letter.ts';
import { subjectOf } from './notice.ts';

/** A feed keeps past meetings for three months. */
const lookBackMs = 92 * 24 * 60 * 60 * 1_000;

export interface FeedsContext extends Directory {
  readonly feeds: FeedRepository;
  readonly meetings: MeetingRepository;
  readonly url: string | null;
  readonly now: () => number;
}

export type FeedsService = ReturnType<typeof createFeeds>;

/** Calendar feeds by secret address: everybody who has the address can read the feed until it is revoked. */
export function createFeeds({ feeds, meetings, endpoints, accounts, sites, url, now }: FeedsContext) {
  const validators = createValidators(now);
  const make = async (owner: FeedOwner): Promise<{ readonly path: string }> => {
    const secret = newToken();
    await feeds.put(owner, hashSecret(secret), now());
    return { path: `/calendar/${secret}.ics` };
  };
  const revoke = async (owner: FeedOwner): Promise<void> => {
    if (!(await feeds.remove(owner))) throw new Failure('not-found');
  };
  /** @throws Failure `not-found` for an endpoint outside the caller's subtree, or a retired one */
  const ownerWithin = async (endpointId: string, { scope }: Caller): Promise<FeedOwner> => {
    const endpoint = scope.require(await endpoints.byId(endpointId));
    if (endpoint.retiredAtMs !== null) throw new Failure('not-found');
    return { kind: 'endpoint', endpoint };
  };

  /** The names and language of a subject; undefined if the room is retired or the account disabled. */
  const nameOf = async ({ kind, id }: FeedSubject) => {
    if (kind === 'endpoint') {
      const endpoint = await endpoints.byId(id);
      return endpoint?.retiredAtMs === null
        ? {
            name: endpoint.name,
            siteName: nameWithParent(endpoint.siteName, endpoint.parentSiteName),
            language: roomLanguage,
          }
        : undefined;
    }
    const account = await accounts.byId(id);
    return account?.disabledAtMs === null
      ? {
          name: account.fullName,
          siteName: await new Names({ endpoints, accounts, sites }).site(account.siteId),
          language: account.language,
        }
      : undefined;
  };

  return {
    /** Creates the caller's own feed; its earlier address stops working. */
    create: async (caller: Caller) => make(accountCaller(caller)),
    /** @throws Failure `not-found` if the caller has no feed */
    revoke: async (caller: Caller) => revoke(accountCaller(caller)),

    /** @throws Failure `not-found` */
    async createForEndpoint(endpointId: string, caller: Caller) {
      return make(await ownerWithin(endpointId, caller));
    },
    /** @throws Failure `not-found` */
    async revokeForEndpoint(endpointId: string, caller: Caller): Promise<void> {
      await revoke(await ownerWithin(endpointId, caller));
    },

    /** The iCalendar text behind a secret address. @throws Failure `not-found` */
    async read(secret: string): Promise<{ readonly content: string } & Validators> {
      const subject = await feeds.bySecretHash(hashSecret(secret));
      const called = subject && (await nameOf(subject));
      if (subject === undefined || called === undefined) throw new Failure('not-found');
      const { kind, id } = subject;
      const invited = await meetings.list({
        ...(kind === 'endpoint' ? { invitedEndpointId: id } : { invitedAccountId: id }),
        announced: true,
        endsAfterMs: now() - lookBackMs,
      });
      const location = venueOf({
        url,
        invitee: { ...called, id, kind, email: '', role: null, delegates: [] },
      });
      const content = await feedCalendar(
        {
          name: [called.name, called.siteName].filter((part) => part !== '').join(', '),
          language: called.language,
        },
        invited,
        (meeting) => {
          return {
            subject: subjectOf(meeting, called.language),
            sequence: meeting.version,
            stampMs: meeting.updatedAtMs,
            cancelled: meeting.state === 'cancelled',
            location,
          };
        },
      );
      return { content, ...validators(`${kind} ${id}`, content) };
    },
  };
}
