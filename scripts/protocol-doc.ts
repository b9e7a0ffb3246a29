// Writes docs/protocol.md from docs/protocol.template.md and the tables of the contract: `node
// scripts/protocol-doc.ts`, after a change of either. A unit test fails while the committed file differs from
// this output.

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { z } from 'zod';
import { policy } from '../domain/conference/policy.ts';
import { anyCommand, commands, isCommandType } from '../protocol/commands.ts';
import { agendaItem } from '../protocol/conference/agenda.ts';
import { ballotRules, totals } from '../protocol/conference/ballots.ts';
import { target } from '../protocol/conference/contract.ts';
import type { CommandContract } from '../protocol/conference/contract.ts';
import { floorSettings } from '../protocol/conference/floor.ts';
import { preparedSpeaker } from '../protocol/conference/script.ts';
import { identity } from '../protocol/conference/presence.ts';
import { topicContracts } from '../protocol/conference/topics.ts';
import { errors } from '../protocol/errors.ts';
import { eventPayloads, loggedEvent } from '../protocol/events.ts';
import { id } from '../protocol/ids.ts';
import { joinedMedia, mediaRequests, mediaUpdate } from '../protocol/media.ts';
import { role } from '../protocol/roles.ts';
import { phase, conferenceState } from '../protocol/state.ts';

const root = new URL('../', import.meta.url);
const text = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const documentPath = fileURLToPath(new URL('docs/protocol.md', root));

interface Topic {
  readonly title: string;
  /** The file whose comments describe each entry. */
  readonly source: string;
  readonly commands: Readonly<Record<string, CommandContract>>;
  readonly events: Readonly<Record<string, z.ZodType>>;
}

const { join } = commands;
const { 'conference.opened': opened, 'event.concealed': concealed } = eventPayloads;
const fileOf = (name: string): string => name.replaceAll(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`);
const topics: readonly Topic[] = [
  { title: 'Joining', source: 'commands', commands: { join }, events: {} },
  ...Object.entries(topicContracts).map(([name, contract]) => ({
    source: `conference/${fileOf(name)}`,
    ...contract,
  })),
  {
    title: 'Of the server itself',
    source: 'events',
    commands: {},
    events: { 'conference.opened': opened, 'event.concealed': concealed },
  },
];

/** Shapes that appear in several places; documented once, under these names. */
const shapes = {
  Identity: identity,
  Target: target,
  AgendaItem: agendaItem,
  PreparedSpeaker: preparedSpeaker,
  FloorSettings: floorSettings,
};
/**
 * Shapes that are named but not documented: the state is the fold of the events, and media is mediasoup's.
 */
const named = z.registry<{ id: string }>();
for (const [name, shape] of Object.entries(shapes)) named.add(shape, { id: name });
named.add(id, { id: 'id' });
named.add(role, { id: 'role' });
named.add(totals, { id: 'Totals' });
named.add(ballotRules, { id: 'BallotRules' });
named.add(conferenceState, { id: 'State' });
named.add(loggedEvent, { id: 'Event' });
named.add(joinedMedia, { id: 'JoinedMedia' });

const json = z.json();
type Json = z.infer<typeof json>;
type Schema = Readonly<Record<string, Json>>;
const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function schemaOf(shape: z.ZodType): Schema {
  const options = { io: 'input', unrepresentable: 'any', metadata: named } as const;
  const schema = json.parse(JSON.parse(JSON.stringify(z.toJSONSchema(shape, options))));
  return isSchema(schema) ? schema : {};
}

/** Writes a shape on one line, as TypeScript would, with the limits that TypeScript cannot express. */
function written(value: Json | undefined): string {
  if (!isSchema(value)) return 'any';
  const { $ref, anyOf, oneOf, enum: words, const: word, type, default: preset } = value;
  const bare = ((): string => {
    if (typeof $ref === 'string') return $ref.slice($ref.lastIndexOf('/') + 1);
    const parts = anyOf ?? oneOf;
    if (Array.isArray(parts)) return parts.map((part) => written(part)).join(' | ');
    if (Array.isArray(words)) return words.map((each) => JSON.stringify(each)).join(' | ');
    if (word !== undefined) return JSON.stringify(word);
    if (type === 'array') return arrayOf(value);
    if (type === 'object') return objectOf(value);
    if (type === 'string') return `text${range(value['minLength'], value['maxLength'])}`;
    if (type === 'integer' || type === 'number') return `${type}${range(value['minimum'], value['maximum'])}`;
    return typeof type === 'string' ? type : 'any';
  })();
  return preset === undefined ? bare : `${bare} = ${JSON.stringify(preset)}`;
}

function arrayOf({ items, minItems, maxItems }: Schema): string {
  const item = written(items);
  return `${item.includes(' | ') ? `(${item})` : item}[]${range(minItems, maxItems)}`;
}

function objectOf({ properties, required, additionalProperties, propertyNames }: Schema): string {
  if (isSchema(properties)) {
    const fields = Object.entries(properties).map(([name, field]) => {
      const demanded = Array.isArray(required) && required.includes(name);
      return `${name}${demanded ? '' : '?'}: ${written(field)}`;
    });
    return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
  }
  return `{ [${isSchema(propertyNames) ? written(propertyNames) : 'text'}]: ${written(additionalProperties)} }`;
}

function range(least: Json | undefined, most: Json | undefined): string {
  const bound = (value: Json | undefined): string =>
    typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER ? String(value) : '';
  const [from, to] = [bound(least), bound(most)];
  return from === '' && to === '' ? '' : ` ${from}…${to}`;
}

const payload = (shape: z.ZodType): string => written(schemaOf(shape));

/** Entry → the text of the comment above it. */
function commentsIn(source: string): ReadonlyMap<string, string> {
  const found = text(`protocol/${source}.ts`).matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*'?([\w.-]+)'?:/g);
  return new Map(
    [...found].map(([, comment = '', name = '']) => [
      name,
      comment
        .split('\n')
        .map((line) => line.replace(/^\s*\*? ?/, '').trim())
        .filter(Boolean)
        .join(' '),
    ]),
  );
}

const code = (words: readonly string[]): string => words.map((word) => `\`${word}\``).join(', ');
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows]
    .map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');

const rolesOf = (roles: readonly string[]): string =>
  roles.length === role.options.length ? 'everybody' : roles.join(', ');
const live = phase.options.filter((each) => each !== 'planned' && each !== 'closed');
const phasesOf = (phases: readonly string[]): string =>
  live.every((each) => phases.includes(each)) ? 'while it is live' : phases.join(', ');

function commandRow(name: string, { errors }: CommandContract): readonly string[] {
  if (!isCommandType(name)) throw new Error(`${name} is no command`);
  const { roles, phases } = policy[name];
  return [`\`${name}\``, rolesOf(roles), phasesOf(phases), code(errors)];
}

const definition = (name: string, shape: z.ZodType, comment: string | undefined, result = ''): string =>
  `- \`${name}\` \`${payload(shape)}\`${result === '' ? '' : ` → \`${result}\``}${comment === undefined ? '' : `: ${comment}`}`;

const resultOf = ({ result }: CommandContract): string => {
  const shown = payload(result);
  return shown === '{}' ? '' : shown;
};

function topicSection({ title, source, commands, events }: Topic): string {
  const comments = commentsIn(source);
  const asked = Object.entries(commands);
  const told = Object.entries(events);
  return [
    `### ${title}`,
    asked.length > 0 &&
      table(
        ['command', 'by', 'when', 'errors'],
        asked.map(([name, each]) => commandRow(name, each)),
      ),
    asked
      .map(([name, each]) => definition(name, each.payload, comments.get(name), resultOf(each)))
      .join('\n'),
    told.length > 0 && 'Events:',
    told.map(([name, shape]) => definition(name, shape, comments.get(name))).join('\n'),
  ]
    .filter(Boolean)
    .join('\n\n');
}

const mediaSection = (): string => {
  const comments = commentsIn('media');
  const asked = Object.entries(mediaRequests);
  return [
    table(
      ['request', 'errors'],
      asked.map(([name, { errors }]) => [`\`${name}\``, code(errors)]),
    ),
    asked
      .map(([name, each]) => definition(name, each.payload, comments.get(name), payload(each.result)))
      .join('\n'),
    definition('media', mediaUpdate, 'from the server, see above.'),
  ].join('\n\n');
};

const errorTable = (): string => {
  const comments = commentsIn('errors');
  return table(
    ['code', 'status', 'again later', 'meaning'],
    Object.entries(errors).map(([name, { status, retryable }]) => [
      `\`${name}\``,
      String(status),
      retryable ? 'yes' : '',
      comments.get(name) ?? '',
    ]),
  );
};

const sections: Readonly<Record<string, () => string>> = {
  topics: () => topics.map(topicSection).join('\n\n'),
  shapes: () =>
    Object.entries({ ...shapes, Totals: totals, BallotRules: ballotRules })
      .map(([name, shape]) => {
        const { $defs } = schemaOf(z.strictObject({ shape }));
        return `- \`${name}\`: \`${written(isSchema($defs) ? $defs[name] : undefined)}\``;
      })
      .join('\n'),
  'any-command': () => code(anyCommand),
  media: mediaSection,
  errors: errorTable,
};

/**
 * The whole document, formatted by prettier.
 * @throws Error where an entry of the contract is in no topic
 */
export async function protocolDocument(): Promise<string> {
  const missing = [
    ...Object.keys(commands).filter((name) => !topics.some((topic) => Object.hasOwn(topic.commands, name))),
    ...Object.keys(eventPayloads).filter(
      (name) => !topics.some((topic) => Object.hasOwn(topic.events, name)),
    ),
  ];
  if (missing.length > 0) throw new Error(`not in any topic: ${missing.join(', ')}`);
  const filled = text('docs/protocol.template.md').replaceAll(/<!-- (\S+) -->/g, (_, name: string) => {
    const section = sections[name];
    if (!section) throw new Error(`the template names a section ${name} that there is not`);
    return section();
  });
  return format(filled, { ...(await resolveConfig(documentPath)), parser: 'markdown' });
}

if (import.meta.main) writeFileSync(documentPath, await protocolDocument());
