import { createHash } from 'node:crypto';
import type { SiteHoldings, SiteMoves } from '../../domain/sites/holdings.ts';
import type { HeldCounts, MergeReport } from '../../protocol/rest/sites/sites.ts';

/** Represents what a check has told, so that the action does the same or nothing. */
export const digestOf = (told: unknown): string =>
  createHash('sha256').update(JSON.stringify(told)).digest('base64url');

export const heldCountsOf = ({
  endpoints,
  accounts,
  meetings,
  groups,
  templates,
  contacts,
  invitations,
}: SiteHoldings): HeldCounts => ({
  endpoints: endpoints.length,
  accounts: accounts.length,
  meetings: meetings.length,
  groups: groups.length,
  templates: templates.length,
  contacts: contacts.length,
  invitations,
});

/** What moves between units, counted. */
export const toldMoves = (
  moves: SiteMoves,
  holdingsOf: (siteId: string) => SiteHoldings,
): MergeReport['moves'] => ({
  endpoints: moves.endpoints.length,
  accounts: moves.accounts.length,
  meetings: moves.meetings.length,
  groups: moves.groups.length,
  templates: moves.templates.length,
  contacts: moves.contactsMoved,
  invitations: [...moves.from.keys()].reduce((sum, siteId) => sum + holdingsOf(siteId).invitations, 0),
  renamed: [moves.endpoints, moves.groups, moves.templates].flat().filter(({ was, name }) => was !== name)
    .length,
  contactsLeft: moves.contactsLeft,
});
