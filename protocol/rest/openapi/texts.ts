import type { RouteName } from '../routes.ts';

/** What a reader needs to know before the first call, in Markdown. */
export const introduction = `
The API of điểm cầu, the system with which offices plan official meetings of many rooms: units and their rooms, meetings and
series, invitations and replies, rehearsals, documents and lists. A live meeting uses a socket of its own
(\`docs/protocol.md\`); \`meeting.join\` returns the pass for it.

## Signing in
\`session.signIn\` returns an access token, which clients send as \`Authorization: Bearer …\`, and sets a cookie that scripts
cannot read. For an account with a second factor it returns a \`challenge\`, which \`session.prove\` answers. If \`due\` is not
empty, the session may only do what \`due\` names. When the token expires (\`token-expired\`), \`session.refresh\` returns the
next one for the cookie. Devices of rooms do the same with \`device.pair\` and \`device.session\`. \`x-permission\` names what a
call requires. A caller sees its own subtree and the meetings that it is invited to; anything else is \`not-found\`.

## Values
Ids are UUIDs. Instants end in \`Ms\` and are milliseconds since 1970 in UTC; days are \`YYYY-MM-DD\`. Text is stored trimmed and in
Unicode form C, up to the length in the schema. A JSON request is at most 64 kB. Unknown fields are refused. A value of null
means "none"; a field left out of a \`PATCH\` keeps its value.

## Versions: \`ETag\` and \`If-Match\`
A response with a \`version\` also carries it as \`ETag\`. Calls that change the plan of a meeting require it as \`If-Match\`. Without
it they fail with \`version-required\`; if the meeting was changed since, with \`version-changed\`. Then read the meeting again and
decide again.

## Safe retries: \`Idempotency-Key\`
Calls that create something accept a key that the client makes up. If the same caller repeats the same request with the same
key, it gets the first response again and nothing is created twice, so a client may retry after a lost connection. Another
request with that key is a \`conflict\`.

## Lists: filter, sort, pages
Long lists return at most \`limit\` rows and a \`nextCursor\`, which is null on the last page. The next page is the same request,
with the same filter and \`sort\`, and that value as \`cursor\`. The cursor names the last row, so rows that are added or removed in
between shift nothing. Treat the cursor as opaque.

## Redirections
Where several servers share one name, any call may be answered 307 with another path of that name: repeat it there, with the
same method, body and \`Authorization\`. Browsers and most libraries do so by themselves.

## Problems
Errors are \`application/problem+json\` (RFC 9457). Programs decide by \`code\`; \`detail\` names what is wrong with the request and is
for logs, not for screens. Unknown ids in a path are \`not-found\`.
`.trim();

type Part<Name extends string> = Name extends `${infer First}.${string}` ? First : never;

/** The parts of the API, which are its tags. */
export const parts: Readonly<Record<Part<RouteName>, string>> = {
  session: 'Signing in and out.',
  factor: 'Second factors of the own account: an authenticator app, passkeys, recovery codes.',
  account: 'People who sign in, each with the subtree in which it may act.',
  firstAdministrator: 'The one-time link that a start prints where no administrator exists.',
  passwordLink: 'One-time links by which people set the password of their account.',
  site: 'Units of the administrative tree, on any day, with their lineage through reforms.',
  endpoint: 'Rooms of units (điểm cầu) that take part in meetings.',
  group: 'Saved selections of rooms, and saved groups of people.',
  pairing: 'Codes by which a machine becomes the device of a room.',
  device: 'Devices of rooms, which sign in without a person.',
  room: 'What the screen of a room shows.',
  meeting: 'Meetings: their plan, invitations, approval, changes, and the way in.',
  series: 'Meetings that recur, by RFC 5545.',
  template: 'Templates of meetings.',
  emergency: 'Sessions that begin at once.',
  selection: 'Preview of rooms by level, unit, tag or group, before inviting them.',
  booking: 'Who and what is booked at which time, and when all are free.',
  invitation: 'Marks an invitation as seen.',
  letter: 'Letters to invitees: what became of each, its text, and sending it again.',
  reply: 'Answers to invitations: from a room’s screen, by link, by mail, by telephone.',
  readiness: 'The readiness of each invitee.',
  contact: 'People to telephone at a unit.',
  rehearsal: 'Technical checks of rooms before a meeting.',
  line: 'Measurement of a room’s internet line.',
  document: 'Papers of a meeting.',
  feed: 'Calendars under a secret address.',
  bridge: 'Bridges that are processes of their own, on machines of their own.',
  uplink: 'The lines of units towards the unit above them: what they carry, and what is reserved of it.',
  audit: 'Actions with their actor and target, and refusals.',
  setup: 'How far the system is set up.',
  sheet: 'Import and export of lists as spreadsheets (XLSX, CSV).',
};

export const headerTexts = {
  ifMatch: 'The `version` to change, in quotes: the `ETag` of the last response.',
  etag: 'The `version` in the response, in quotes, for `If-Match`.',
  idempotencyKey:
    'Made up by the client for this one action. Repeating the request with the same key returns the same response and has no second effect; another request with it is a `conflict`.',
  entityTag: 'Changes when the content changes.',
  lastModified: 'When the content last changed. Left out within the second of a change.',
  ifNoneMatch: 'The `ETag` of an earlier response.',
  ifModifiedSince: 'The `Last-Modified` of an earlier response. Ignored if `If-None-Match` is sent.',
  range:
    'One part of the file, as `bytes=1000-` or `bytes=1000-1999`. For any other value the response is the whole file.',
  ifRange: 'The `ETag` of the first part: if the file has changed, the response is the whole file.',
  contentRange: 'Which part this is, and the total size in bytes.',
  secret: 'The secret that both programs share.',
} as const;

/** What query parameters mean, by name; with the part or route before the name where the meaning differs. */
export const parameterTexts: Readonly<Record<string, string>> = {
  limit: 'Maximum number of rows on a page.',
  cursor:
    'The `nextCursor` of the previous page, with the same filter and sort. Left out for the first page.',
  'account.sort': 'By login; `-login`: descending.',
  'endpoint.sort': 'By the unit’s name and then the room’s name, or the other way round.',
  'meeting.sort': 'By start; `-startsAt` latest first.',
  'sheet.sort': 'By start; `-startsAt` latest first.',
  'rehearsal.sort': 'By when the check was made; `-at` newest first.',
  q: 'Text in the name, login or mail address. Accents and case are ignored: `xuan hoa` finds Xuân Hoà and Xuân Hòa.',
  'endpoint.q': 'Text in the name of the room or its unit; accents and case are ignored.',
  'site.q': 'Text in the unit’s name; accents and case are ignored.',
  'meeting.q': 'Text in the title; accents and case are ignored.',
  'audit.q':
    'Beginnings of words in the name of who did it or of what it was done to, or of the address; accents and case are ignored.',
  'sheet.audit.q':
    'Beginnings of words in the name of who did it or of what it was done to, or of the address; accents and case are ignored.',
  'sheet.q': 'Text in the title; accents and case are ignored.',
  kind: 'Only accounts of this kind.',
  state:
    'Only accounts in this state; `without-password`: in use, and the owner has not set the first password yet.',
  tag: 'Only rooms that have this tag.',
  siteId: 'Only this unit and the units below it. Default: the caller’s whole subtree.',
  'meeting.siteId': 'Only meetings that this unit organises, or one below it.',
  'sheet.siteId': 'Only meetings that this unit organises, or one below it.',
  'audit.siteId': 'Only entries of this unit and the units below it. Default: the caller’s whole subtree.',
  'sheet.audit.siteId':
    'Only entries of this unit and the units below it. Default: the caller’s whole subtree.',
  'audit.fromMs': 'Only entries from this instant on.',
  'sheet.audit.fromMs': 'Only entries from this instant on.',
  'audit.toMs': 'Only entries before this instant.',
  'sheet.audit.toMs': 'Only entries before this instant.',
  action: 'Only entries of this action.',
  actorId: 'Only actions of this account or room.',
  targetKind: 'Only actions on targets of this kind.',
  outcome: 'Only completed actions, or only refused ones.',
  fromMs: 'Start of the time range, inclusive.',
  toMs: 'End of the time range, exclusive.',
  'booking.toMs': 'End of the time range, exclusive; at most 45 days after `fromMs`.',
  approval: '`pending`: only meetings in approval: submitted, sent back, or approved and not yet scheduled.',
  states: 'Only meetings in one of these states, separated by commas.',
  reach: 'Which occurrences of the series the change applies to. Live and ended occurrences are not changed.',
  validTo: 'First day on which the unit no longer exists.',
  on: 'The day of the tree. Default: today.',
  format: 'The kind of spreadsheet.',
  digest:
    'The `digest` of a dry run. The import does exactly what that run reported, or fails with `conflict`.',
  encoding:
    'Converts text from this encoding of before Unicode; `unicode` keeps the text. Without it, such cells are problems.',
  only: '`to-telephone`: only invitees that the secretariat should telephone.',
  dryRun: 'Unless `false`, the import only reports what it would do.',
  validFrom: 'First day on which what the sheet says holds.',
  name: 'The document’s title.',
  replaces: 'The paper of which this is a newer version.',
  visibleTo: 'Which participants may see it.',
  size: '`large`: at most 1920 × 1080 pixels; `small`: at most 960 × 540.',
  bytes: 'Number of bytes to send.',
  echo: 'The last sixteen digits received, as proof that all of it arrived.',
};
