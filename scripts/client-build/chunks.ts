import type { Rolldown } from 'vite';

type Imports = Pick<Rolldown.PluginContext, 'getModuleInfo'>;

/** Modules whose loading brings others: what a page or a part of it begins with. */
const beginnings = {
  roomPage: /\/views\/meeting\/room\/page\.tsx$/,
  roomConference: /\/views\/meeting\/room\/conference\.tsx$/,
  desk: /\/views\/meeting\/page\.tsx$/,
};
/** What only meetings load, with the check of a room before one, and the parts of mediasoup-client for each browser. */
const ofMeetings = /\/client\/(?:views\/meeting|media)\/|\/mediasoup-client\//;
/** Not of libraries, of which a room needs little. */
const ofAllPages = /\/(?:client|domain)\//;

/**
 * The file that gets a module of a meeting's pages. Left to itself, the build would make a file for each set of parts that
 * share a module, and many small files compress badly: a room would load 7 kB more.
 */
export function meetingChunk(id: string, imports: Imports): string | null {
  const starts = [...startsOf(id, imports)];
  const from = (beginning: RegExp): boolean => starts.some((start) => beginning.test(start));
  if (!starts.every((start) => ofMeetings.test(start))) {
    const isShared = from(beginnings.roomPage) || from(beginnings.roomConference);
    return isShared && ofAllPages.test(id) ? 'shared' : null;
  }
  if (from(beginnings.roomPage)) return from(beginnings.desk) ? 'meeting' : 'room';
  return from(beginnings.roomConference) && from(beginnings.desk) ? 'conference' : null;
}

/** The modules at which the loading of this one can begin: those that are imported when they are needed. */
function startsOf(id: string, imports: Imports): ReadonlySet<string> {
  const starts = new Set<string>();
  const seen = new Set<string>();
  const visit = (each: string): void => {
    if (seen.has(each)) return;
    seen.add(each);
    const info = imports.getModuleInfo(each);
    if (!info) return;
    if (info.isEntry || info.dynamicImporters.length > 0) starts.add(each);
    info.importers.forEach(visit);
  };
  visit(id);
  return starts;
}
