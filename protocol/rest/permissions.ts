import { z } from 'zod';

export const accountKinds = ['administrator', 'secretariat', 'operator', 'official'] as const;
export const accountKind = z.enum(accountKinds);
export type AccountKind = z.infer<typeof accountKind>;

/**
 * Who makes a request: an account of some kind, an account that must first do what is due (`restricted`), a
 * room's device, or an unknown caller.
 */
export type CallerKind = AccountKind | 'restricted' | 'device' | 'anonymous';

const accounts = accountKinds;
const planners = ['administrator', 'secretariat'] as const;
const staff = ['administrator', 'secretariat', 'operator'] as const;

/**
 * Which kinds of callers may call what. Scope comes on top: a caller finds nothing outside its own subtree
 * (or invitations). The server decides with this table, the client shows its pages from it, and the tests
 * check every cell.
 */
export const permissions = {
  public: [...accounts, 'restricted', 'device', 'anonymous'],
  'account.own': accounts,
  /** Securing the own account, which may be due before anything else. */
  'account.secure': [...accounts, 'restricted'],
  'account.read': planners,
  'account.administer': ['administrator'],
  'audit.read': ['administrator'],
  /** Deciding which accounts and rooms may take part in classified sessions. */
  'clearance.administer': ['administrator'],
  'site.read': accounts,
  'site.import': ['administrator'],
  /** Creating, changing, moving, ending and merging units. */
  'site.administer': ['administrator'],
  'endpoint.read': staff,
  'endpoint.administer': planners,
  'device.administer': staff,
  /** Bridges, which carry the sessions of all units; only for administrators of all units. */
  'bridge.administer': ['administrator'],
  'meeting.read': [...accounts, 'device'],
  'meeting.plan': planners,
  /** Holding rooms that other meetings hold at the same time. */
  'meeting.override': ['administrator'],
  'meeting.open': staff,
  'meeting.join': [...accounts, 'device'],
  /** For callers that lead or serve a meeting, including rooms; the caller's role in that meeting decides. */
  'meeting.moderate': [...accounts, 'device'],
  'rehearsal.serve': staff,
  /** Entering what an invitee answered by telephone. */
  'reply.enter': staff,
  'room.own': ['device'],
} as const satisfies Record<string, readonly CallerKind[]>;

export type Permission = keyof typeof permissions;

export function permits(permission: Permission, caller: CallerKind): boolean {
  const allowed: readonly CallerKind[] = permissions[permission];
  return allowed.includes(caller);
}
