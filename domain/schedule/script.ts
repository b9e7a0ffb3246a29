import type { AgendaItem } from './meeting.ts';

/** An agenda item, as far as its prepared speakers go. */
interface Scripted {
  readonly speakers: readonly { readonly inviteeId: string }[];
}

/** The agenda with only those prepared speakers that are among these invitees. */
export const withSpeakersAmong = <Item extends Scripted>(
  agenda: readonly Item[],
  inviteeIds: ReadonlySet<string>,
): readonly Item[] =>
  agenda.map((item) =>
    item.speakers.every(({ inviteeId }) => inviteeIds.has(inviteeId))
      ? item
      : { ...item, speakers: item.speakers.filter(({ inviteeId }) => inviteeIds.has(inviteeId)) },
  );

/**
 * The agenda in which one invitee has the places of another, or keeps its own on the same item; undefined if the
 * other has none.
 */
export function handedOn(
  agenda: readonly AgendaItem[],
  fromId: string,
  toId: string,
): readonly AgendaItem[] | undefined {
  if (!agenda.some((item) => speaksOn(item, fromId))) return undefined;
  return agenda.map(({ speakers, ...item }) => ({
    ...item,
    speakers: speaksOn({ speakers }, toId)
      ? speakers.filter(({ inviteeId }) => inviteeId !== fromId)
      : speakers.map((each) => (each.inviteeId === fromId ? { ...each, inviteeId: toId } : each)),
  }));
}

/** The numbers of the items that an invitee is prepared to speak on, from 1. */
export const itemsSpokenOn = (agenda: readonly Scripted[], invitee: string): readonly number[] =>
  agenda.flatMap((item, index) => (speaksOn(item, invitee) ? [index + 1] : []));

const speaksOn = ({ speakers }: Scripted, invitee: string): boolean =>
  speakers.some(({ inviteeId }) => inviteeId === invitee);
