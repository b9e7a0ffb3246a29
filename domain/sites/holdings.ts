import { cleanText } from '../clean-text.ts';
import { nameKey } from './fold.ts';
import type { Site } from './tree.ts';

interface HeldCounts {
  readonly id: string;
  readonly name: string;
}

export interface Person {
  readonly name: string;
  readonly phone: string;
}

/**
 * What a unit has in use. It does not include what is over: rooms out of use, disabled accounts, closed
 * meetings.
 */
export interface SiteHoldings {
  readonly endpoints: readonly HeldCounts[];
  readonly accounts: readonly HeldCounts[];
  readonly meetings: readonly HeldCounts[];
  readonly groups: readonly HeldCounts[];
  readonly templates: readonly HeldCounts[];
  /** In the order in which they are called. */
  readonly contacts: readonly Person[];
  /** How many invitations its rooms and accounts have to meetings that are not over. */
  readonly invitations: number;
  /** Whether one of its meetings is live, or one of its rooms or accounts is invited to one that is. */
  readonly isLive: boolean;
}

export const nothingHeld: SiteHoldings = {
  endpoints: [],
  accounts: [],
  meetings: [],
  groups: [],
  templates: [],
  contacts: [],
  invitations: 0,
  isLive: false,
};

/** What moves to another unit, with its name there. */
export interface Moved extends HeldCounts {
  readonly fromSiteId: string;
  readonly toSiteId: string;
  /** Its name before. */
  readonly was: string;
}

/**
 * What moves from units to others: everything that they have in use, except contacts for which there is no
 * place.
 */
export interface SiteMoves {
  readonly from: ReadonlyMap<string, string>;
  readonly endpoints: readonly Moved[];
  readonly accounts: readonly Moved[];
  readonly meetings: readonly Moved[];
  readonly groups: readonly Moved[];
  readonly templates: readonly Moved[];
  /** The contacts of each unit before and after. */
  readonly contacts: readonly {
    readonly siteId: string;
    readonly was: readonly Person[];
    readonly becomes: readonly Person[];
  }[];
  readonly contactsMoved: number;
  readonly contactsLeft: number;
}

const mostNameLength = 200;

/**
 * Plans what moves with merged units. If the name of a room, a group or a template is already used in the
 * target unit, the code of its old unit is added to the name: sheets identify rooms by their names, and
 * groups must have different names.
 *
 * @param most how many contacts a unit may have
 */
export function planMoves(
  merges: readonly { readonly site: Site; readonly into: Site }[],
  holdingsOf: (siteId: string) => SiteHoldings,
  most: number,
): SiteMoves {
  const held = (site: Site, of: (holdings: SiteHoldings) => readonly HeldCounts[]) => of(holdingsOf(site.id));
  const moving = (of: (holdings: SiteHoldings) => readonly HeldCounts[]): readonly Moved[] =>
    merges.flatMap(({ site, into }) =>
      held(site, of).map(({ id, name }) => ({ id, name, was: name, fromSiteId: site.id, toSiteId: into.id })),
    );
  const renaming = (of: (holdings: SiteHoldings) => readonly HeldCounts[]): readonly Moved[] => {
    const taken = new Map(
      merges.map(({ into }) => [into.id, new Set(held(into, of).map(({ name }) => nameKey(name)))]),
    );
    const codes = new Map(merges.map(({ site }) => [site.id, site.code]));
    return moving(of).map((each) => {
      const names = taken.get(each.toSiteId) ?? new Set();
      const name = freeName(each.was, codes.get(each.fromSiteId) ?? '', names);
      names.add(nameKey(name));
      return { ...each, name };
    });
  };

  const people = new Map<string, { readonly was: readonly Person[]; becomes: readonly Person[] }>();
  const peopleOf = (siteId: string) => {
    const { contacts } = holdingsOf(siteId);
    const known = people.get(siteId) ?? { was: contacts, becomes: contacts };
    people.set(siteId, known);
    return known;
  };
  let [contactsMoved, contactsLeft] = [0, 0];
  for (const { site, into } of merges) {
    const [from, to] = [peopleOf(site.id), peopleOf(into.id)];
    const isKnown = (person: Person): boolean => to.becomes.some((other) => isSame(other, person));
    const others = from.was.filter((person) => !isKnown(person));
    const place = Math.max(0, most - to.becomes.length);
    to.becomes = [...to.becomes, ...others.slice(0, place)];
    from.becomes = others.slice(place);
    contactsMoved += Math.min(place, others.length);
    contactsLeft += from.becomes.length;
  }
  return {
    from: new Map(merges.map(({ site, into }) => [site.id, into.id])),
    endpoints: renaming(({ endpoints }) => endpoints),
    accounts: moving(({ accounts }) => accounts),
    meetings: moving(({ meetings }) => meetings),
    groups: renaming(({ groups }) => groups),
    templates: renaming(({ templates }) => templates),
    contacts: [...people].map(([siteId, { was, becomes }]) => ({ siteId, was, becomes })),
    contactsMoved,
    contactsLeft,
  };
}

const digits = (phone: string): string => phone.replaceAll(/\D/g, '');
const isSame = (a: Person, b: Person): boolean =>
  nameKey(a.name) === nameKey(b.name) && digits(a.phone) === digits(b.phone);

function freeName(name: string, code: string, taken: ReadonlySet<string>): string {
  const ending = (nth: number): string => (nth === 0 ? '' : nth === 1 ? ` (${code})` : ` (${code}, ${nth})`);
  for (let nth = 0; ; nth += 1) {
    const free = cleanText(name, mostNameLength - ending(nth).length) + ending(nth);
    if (!taken.has(nameKey(free))) return free;
  }
}
