import type { RouteName } from '../routes.ts';

/** What a reader needs to know before the first call, in Markdown. */
export const introduction = `
The API of điểm cầu, by which official meetings of many rooms are planned: units and their rooms, meetings and series,
invitations and replies, rehearsals, documents and lists. What happens in a meeting that is live goes over a socket of its own
(\`docs/protocol.md\`); \`meeting.join\` gives the pass for it.

## Signing in
\`session.signIn\` answers with an access token, to be sent as \`Authorization: Bearer …\`, and sets a cookie that no script can
read; for an account with a second factor it answers with a \`challenge\`, and \`session.prove\` goes on. Where \`due\` is not empty,
the session is good for that alone. When the token expires (\`token-expired\`), \`session.refresh\` gives the next one for the cookie. Rooms' devices do the same
with \`device.pair\` and \`device.session\`. \`x-permission\` names what a call needs; beyond that everybody sees its own subtree and
the meetings that it is invited to, and of all else hears \`not-found\`.

## Values
Ids are UUIDs. Instants end in \`Ms\` and are milliseconds since 1970 in UTC; days are \`YYYY-MM-DD\`. Text is kept trimmed and in
Unicode's form C, at most so long as the schemas say, and a request of JSON is 64 kB at the most. Fields that are not in the
schemas are refused. What is null is known to be nothing; what is left out of a \`PATCH\` stays as it is.

## Versions: \`ETag\` and \`If-Match\`
An answer that holds a \`version\` says it as \`ETag\`, too. Calls that change the plan of a meeting need it as \`If-Match\`: without it
they are answered \`version-required\`, and where somebody has changed the meeting since, \`version-changed\`. Then read it again
and decide anew.

## Once and not twice: \`Idempotency-Key\`
Calls that make something take a key that the caller makes up. The same caller's same request with the same key gets the first
answer again and makes nothing, so that it may be sent again after a lost line; another request with the key is a \`conflict\`.

## Lists: filter, sort, pages
Lists that grow long give at most \`limit\` rows and a \`nextCursor\`, which is null on the last page. The next page is the same
request, filter and \`sort\` unchanged, with that as \`cursor\`. A cursor says after which row to go on, so what comes and goes
in between shifts nothing. Read nothing into it.

## Problems
Failures are \`application/problem+json\` (RFC 9457). \`code\` is what programs go by; \`detail\` names what is wrong with the request
and is for logs, not for the screen. Unknown ids in a path are \`not-found\`.
`.trim();

type Part<Name extends string> = Name extends `${infer First}.${string}` ? First : never;

/** The parts of the API, which are its tags. */
export const parts: Readonly<Record<Part<RouteName>, string>> = {
  session: 'Signing in and out.',
  factor: 'Second factors of the own account: an authenticator app, passkeys, recovery codes.',
  account: 'People who sign in, each with the subtree in which it may act.',
  site: 'Units of the administrative tree, on any day: who came of whom is kept through reforms.',
  endpoint: 'Rooms of units (điểm cầu) that take part in meetings.',
  group: 'Selections of rooms that a unit keeps under a name.',
  pairing: 'Codes by which a machine becomes the device of a room.',
  device: 'Devices of rooms, which sign in by themselves.',
  room: 'What the screen of a room shows.',
  meeting: 'Meetings: their plan, invitations, approval, changes, and the way in.',
  series: 'Meetings that recur, by RFC 5545.',
  template: 'What meetings are made from.',
  emergency: 'Sessions that begin at once.',
  selection: 'Rooms by what they are and where they stand, before anybody is invited.',
  booking: 'Who and what is held at which time, and when all would be free.',
  invitation: 'That an invitation has been seen.',
  reply: 'Answers to invitations: from a room’s screen, by link, by mail.',
  readiness: 'How far each of the invited has come.',
  contact: 'Whom to telephone at a unit.',
  rehearsal: 'Technical checks of rooms before a meeting.',
  line: 'Measuring the line of a room.',
  document: 'Papers of a meeting.',
  feed: 'Calendars by secret address.',
  audit: 'Who did what to whom, and what was refused.',
  sheet: 'Lists as spreadsheets (XLSX, CSV), in and out.',
};

export const headerTexts = {
  ifMatch: 'The `version` that is changed, in quotes, as the `ETag` of the last answer said it.',
  etag: 'The `version` in the answer, in quotes: what `If-Match` asks for.',
  idempotencyKey:
    'Made up by the caller for this one wish. The same request again with the same key gets the same answer and has no second effect; another request with it is a `conflict`.',
  entityTag: 'Another one means another text.',
  lastModified: 'Since when it is what it is. Left out in the second in which it changes.',
  ifNoneMatch: 'The `ETag` of an earlier answer.',
  ifModifiedSince: 'The `Last-Modified` of an earlier answer. Not looked at beside `If-None-Match`.',
  range:
    'One part of the file, as `bytes=1000-` or `bytes=1000-1999`. Any other is answered with the whole file.',
  ifRange: 'The `ETag` of the first part: where it is another file by now, the whole of it comes.',
  contentRange: 'Which part it is, and of how many bytes.',
  secret: 'What both programs know.',
} as const;

/** What query parameters mean, by name; with the part or route before the name where the meaning differs. */
export const parameterTexts: Readonly<Record<string, string>> = {
  limit: 'The most rows on a page.',
  cursor:
    'The `nextCursor` of the page before, asked with the same filter and sort. Left out for the first page.',
  'account.sort': 'By login; `-login` backwards.',
  'endpoint.sort': 'By the unit’s name and then the room’s own, or the other way round.',
  'meeting.sort': 'By start; `-startsAt` latest first.',
  'sheet.sort': 'By start; `-startsAt` latest first.',
  'rehearsal.sort': 'By when the check was made; `-at` newest first.',
  q: 'Text that the name or login holds. Accents and case do not count: `xuan hoa` finds Xuân Hoà and Xuân Hòa.',
  'endpoint.q': 'Text that the room’s or its unit’s name holds; accents and case do not count.',
  'site.q': 'Text that the unit’s name holds; accents and case do not count.',
  'meeting.q': 'Text that the title holds; accents and case do not count.',
  'audit.q':
    'Beginnings of words in the name of who did it or of what it was done to, or of the address; accents and case do not count.',
  'sheet.audit.q':
    'Beginnings of words in the name of who did it or of what it was done to, or of the address; accents and case do not count.',
  'sheet.q': 'Text that the title holds; accents and case do not count.',
  kind: 'Only accounts of this kind.',
  tag: 'Only rooms that have this tag.',
  siteId: 'Only this unit and what lies below it. Left out, the caller’s whole subtree.',
  'meeting.siteId': 'Only meetings that this unit organises, or one below it.',
  'sheet.siteId': 'Only meetings that this unit organises, or one below it.',
  'audit.siteId': 'Only entries of this unit and what lies below it. Left out, the caller’s whole subtree.',
  'sheet.audit.siteId':
    'Only entries of this unit and what lies below it. Left out, the caller’s whole subtree.',
  'audit.fromMs': 'Only entries from this instant on.',
  'sheet.audit.fromMs': 'Only entries from this instant on.',
  'audit.toMs': 'Only entries before this instant.',
  'sheet.audit.toMs': 'Only entries before this instant.',
  action: 'Only entries of this action.',
  actorId: 'Only what this account or room did.',
  targetKind: 'Only what was done to things of this kind.',
  outcome: 'Only what was done, or only what was refused.',
  fromMs: 'Only what touches the time from this instant on.',
  toMs: 'Only what touches the time before this instant.',
  'booking.toMs': 'Only what touches the time before this instant; at most 45 days after `fromMs`.',
  approval:
    'With `pending`, only meetings on their way to approval: submitted, sent back, or approved and not scheduled.',
  states: 'Only meetings in one of these states, with commas between them.',
  reach:
    'How far the change goes through the meeting’s series. Occurrences that are live or over stay as they are.',
  validTo: 'First day on which the unit no longer exists.',
  on: 'The day whose tree is meant; today if left out.',
  format: 'Which kind of spreadsheet.',
  digest: 'The `digest` of what a dry run told: the import does just that, or nothing and is a `conflict`.',
  encoding:
    'Converts what is written in this code from before Unicode; `unicode` takes the sheet as it stands. Unless it is said, such cells are problems.',
  only: 'With `to-telephone`, only those whom the secretariat should telephone.',
  dryRun: 'Unless it is `false`, the import tells what it would do and does nothing.',
  name: 'What people read as the document’s title.',
  visibleTo: 'Who of the meeting may see it.',
  size: 'Of the screen: `large` fits into 1920 × 1080 pixels, `small` into 960 × 540.',
  bytes: 'How many to send.',
  echo: 'The last sixteen digits of what came last, which says that all of it has come.',
};
