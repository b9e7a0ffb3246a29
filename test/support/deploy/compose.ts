import { readFileSync } from 'node:fs';
import { isNode, parseDocument } from 'yaml';
import { z } from 'zod';

const extended = z.object({ file: z.string().optional(), service: z.string() });
const service = z.looseObject({ extends: extended.optional() });
const file = z.looseObject({
  services: z.record(z.string(), service),
  secrets: z.record(z.string(), z.strictObject({ file: z.string().startsWith('./secrets/') })),
});

type Service = Readonly<Record<string, unknown>>;

export interface ComposeFile {
  /** Each with what it extends. */
  readonly services: Readonly<Record<string, Service>>;
  readonly secrets: readonly string[];
}

/** The compose files of deploy/. */
export const composeFiles = ['compose.yaml', 'compose.several.yaml', 'compose.bridge.yaml'] as const;

/** Reads a file of deploy/ as Docker Compose does, without its variables. */
export function readCompose(name: (typeof composeFiles)[number]): ComposeFile {
  const { services, secrets } = file.parse(documentOf(name).toJS());
  return {
    services: Object.fromEntries(Object.keys(services).map((each) => [each, serviceOf(name, each)])),
    secrets: Object.keys(secrets),
  };
}

const documentOf = (name: string) =>
  parseDocument(readFileSync(new URL(`../../../deploy/${name}`, import.meta.url), 'utf8'), {
    merge: true,
    // The tags of Docker Compose.
    logLevel: 'silent',
  });

function serviceOf(fileName: string, name: string): Service {
  const document = documentOf(fileName);
  const { extends: from, ...own } = service.parse(file.parse(document.toJS()).services[name]);
  if (from === undefined) return own;
  const merged: Record<string, unknown> = { ...serviceOf(from.file ?? fileName, from.service) };
  for (const [key, value] of Object.entries(own)) {
    const node = document.getIn(['services', name, key], true);
    const tag = isNode(node) ? node.tag : undefined;
    if (tag === '!reset') delete merged[key];
    else merged[key] = tag === '!override' ? value : combined(key, merged[key], value);
  }
  return merged;
}

const list = z.array(z.string());
const mapping = z.record(z.string(), z.unknown());

/** https://docs.docker.com/reference/compose-file/merge */
function combined(key: string, below: unknown, above: unknown): unknown {
  if (below === undefined || key === 'command' || key === 'entrypoint') return above;
  const lists = z.tuple([list, list]).safeParse([below, above]);
  if (lists.success) {
    const [inherited, own] = lists.data;
    const kept =
      key === 'volumes'
        ? inherited.filter((one) => !own.some((other) => targetOf(other) === targetOf(one)))
        : inherited;
    return [...kept, ...own];
  }
  const mappings = z.tuple([mapping, mapping]).safeParse([below, above]);
  return mappings.success ? { ...mappings.data[0], ...mappings.data[1] } : above;
}

const targetOf = (volume: string): string | undefined => volume.split(':')[1];
