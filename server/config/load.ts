import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { longestReplyLocalPart } from '../letters/replies/reply-addresses.ts';
import { unsafeInProduction } from './production.ts';
import { type Config, type ConfigOverrides, configSchema } from './schema.ts';

/** The configuration is invalid. The message is for the person who wrote it and shows no secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

type Tree = Readonly<Record<string, unknown>>;
type Path = readonly PropertyKey[];
/** One source of settings; `label` is the file or variable that the error message names. */
interface Layer {
  readonly label: string;
  readonly tree: Tree;
}

const prefix = 'DIEMCAU_';
const fileSuffix = '_FILE';
const configFileVariable = 'DIEMCAU_CONFIG';

/**
 * Reads `folder/default.yaml`, `folder/<NODE_ENV>.yaml`, the file at DIEMCAU_CONFIG, DIEMCAU_… variables and
 * `overrides`. Each overrides those before it: mappings merge, lists and values replace.
 *
 * @throws ConfigError naming the file or variable, the key, the value and the allowed values.
 */
export function loadConfig(options: {
  environment: Readonly<Record<string, string | undefined>>;
  folder: string;
  overrides?: ConfigOverrides;
}): Config {
  const { environment, folder, overrides = {} } = options;
  const layers = [
    fileLayer(join(folder, 'default.yaml')),
    ...namedLayers(environment['NODE_ENV'], folder),
    ...chosenLayers(environment[configFileVariable]),
    ...variableLayers(environment),
    { label: 'overrides', tree: overrides },
  ];
  const merged = layers.reduce<Tree>((below, layer) => merge(below, layer.tree), {});
  const parsed = configSchema.safeParse(merged);
  if (!parsed.success)
    throw new ConfigError(parsed.error.issues.map((issue) => explain(issue, layers)).join('\n'));
  const clash = contradiction(parsed.data);
  if (clash !== null) throw new ConfigError(describe(layers, clash.path, clash.allowed));
  if (environment['NODE_ENV'] === 'production') {
    const unsafe = unsafeInProduction(parsed.data);
    if (unsafe.length > 0)
      throw new ConfigError(unsafe.map(({ path, allowed }) => describe(layers, path, allowed)).join('\n'));
  }
  return parsed.data;
}

/** Finds values that are valid alone and wrong together. */
interface Contradiction {
  readonly path: Path;
  readonly allowed: string;
}

function contradiction(config: Config): Contradiction | null {
  const { http, operations, storage, media, identity, mail } = config;
  if (operations.port !== 0 && operations.port === http.port)
    return { path: ['operations', 'port'], allowed: 'a port other than http.port' };
  if (http.processPath !== null && (http.publicUrl === null || storage.url === null))
    return { path: ['http', 'processPath'], allowed: 'null without http.publicUrl and storage.url' };
  if (identity.refreshTokenTtlS <= identity.accessTokenTtlS)
    return { path: ['identity', 'refreshTokenTtlS'], allowed: 'more than identity.accessTokenTtlS' };
  const mailbox = mail.replyTo === null ? 'from' : 'replyTo';
  const localPart = (mail.replyTo ?? mail.from).replace(/@[^@]*$/, '');
  if (mail.replySecret !== null && localPart.length > longestReplyLocalPart)
    return {
      path: ['mail', mailbox],
      allowed: `at most ${longestReplyLocalPart} characters before the @ with mail.replySecret`,
    };
  const lastPort = media.listen.port + media.workers - 1;
  if (lastPort > 65_535)
    return {
      path: ['media', 'listen', 'port'],
      allowed: `at most ${65_536 - media.workers} with ${media.workers} workers`,
    };
  const ranges = rangesContradict(media);
  if (ranges) return ranges;
  for (const [index, { codec, scalabilityMode }] of media.camera.better.entries()) {
    const path = ['media', 'camera', 'better', index];
    if (!media.codecs.some(({ mimeType }) => mimeType.toLowerCase() === `video/${codec.toLowerCase()}`))
      return { path: [...path, 'codec'], allowed: 'one of media.codecs' };
    const layers = media.camera.encodings.length;
    if (!scalabilityMode.startsWith(`L${layers}`))
      return {
        path: [...path, 'scalabilityMode'],
        allowed: `a mode of ${layers} spatial layers, as media.camera.encodings has`,
      };
  }
  return null;
}

function rangesContradict({
  listen,
  workers,
  internalPorts,
  trunkPorts,
}: Config['media']): Contradiction | null {
  const rooms = { min: listen.port, max: listen.port + workers - 1 };
  const ranges = { internalPorts, trunkPorts };
  for (const [name, range] of Object.entries(ranges)) {
    if (range.max < range.min) return { path: ['media', name, 'max'], allowed: `at least media.${name}.min` };
    if (listen.port !== 0 && overlap(range, rooms))
      return { path: ['media', name, 'min'], allowed: 'a range apart from the ports of media.listen' };
  }
  if (overlap(internalPorts, trunkPorts))
    return { path: ['media', 'trunkPorts', 'min'], allowed: 'a range apart from media.internalPorts' };
  return null;
}

interface PortRange {
  readonly min: number;
  readonly max: number;
}

const overlap = (a: PortRange, b: PortRange): boolean => a.max >= b.min && a.min <= b.max;

function namedLayers(nodeEnv: string | undefined, folder: string): Layer[] {
  if (nodeEnv === undefined || nodeEnv === '') return [];
  const names = readdirSync(folder)
    .filter((file) => file.endsWith('.yaml') && file !== 'default.yaml')
    .map((file) => file.slice(0, -'.yaml'.length));
  // A misspelt "production" must not start a server with an unintended configuration.
  if (!names.includes(nodeEnv))
    throw new ConfigError(`environment variable NODE_ENV: ${quote(nodeEnv)}; allowed: ${names.join(', ')}`);
  return [fileLayer(join(folder, `${nodeEnv}.yaml`))];
}

function chosenLayers(file: string | undefined): Layer[] {
  if (file === undefined || file === '') return [];
  if (!existsSync(file))
    throw new ConfigError(`environment variable ${configFileVariable}: no file ${quote(file)}`);
  return [fileLayer(file)];
}

function fileLayer(file: string): Layer {
  const lines = new LineCounter();
  // No `prettyErrors`: they quote the line, and the line can hold a secret.
  const document = parseDocument(readText(file, file), { prettyErrors: false, lineCounter: lines });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) {
    const { line, col } = lines.linePos(problem.pos[0]);
    throw new ConfigError(`${file}, line ${line}, column ${col}: not valid YAML (${problem.code})`);
  }
  const tree: unknown = document.toJS() ?? {};
  if (!isTree(tree)) throw new ConfigError(`${file}: must hold a mapping of keys`);
  return { label: file, tree };
}

function variableLayers(environment: Readonly<Record<string, string | undefined>>): Layer[] {
  const layers: Layer[] = [];
  for (const [name, given] of Object.entries(environment)) {
    if (given === undefined || !name.startsWith(prefix) || name === configFileVariable) continue;
    const fromFile = name.endsWith(fileSuffix);
    const plainName = fromFile ? name.slice(0, -fileSuffix.length) : name;
    if (fromFile && environment[plainName] !== undefined)
      throw new ConfigError(`environment variables ${plainName} and ${name}: set one of them, not both`);
    const label = `environment variable ${name}`;
    const { path, schema } = resolve(plainName.slice(prefix.length).split('__'), label);
    const text = fromFile ? readText(given, label).replace(/\r?\n$/, '') : given;
    layers.push({ label, tree: nest(path, read(text, schema)) });
  }
  return layers;
}

/** Finds the key that a variable name means: HTTP, PUBLICURL → http.publicUrl. */
function resolve(words: readonly string[], label: string): { path: string[]; schema: z.core.$ZodType } {
  const path: string[] = [];
  let schema: z.core.$ZodType = configSchema;
  for (const word of words) {
    const shape = shapeOf(schema);
    const key = Object.keys(shape).find((candidate) => candidate.toLowerCase() === word.toLowerCase());
    const next = key === undefined ? undefined : shape[key];
    if (key === undefined || next === undefined)
      throw new ConfigError(
        `${label}: unknown key ${dotted([...path, word.toLowerCase()])}; allowed: ${keysAt(path)}`,
      );
    path.push(key);
    schema = next;
  }
  return { path, schema };
}

/**
 * The text of a variable, unchanged where the key takes text, otherwise parsed as YAML: 8080, true, null, [a,
 * b].
 */
function read(text: string, schema: z.core.$ZodType): unknown {
  if (z.safeParse(schema, text).success) return text;
  const document = parseDocument(text, { prettyErrors: false });
  return document.errors.length === 0 ? document.toJS() : text;
}

function readText(file: string, label: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ConfigError(`${label}: cannot read ${file}`, { cause });
  }
}

function explain(issue: z.core.$ZodIssue, layers: readonly Layer[]): string {
  if (issue.code === 'unrecognized_keys')
    return issue.keys
      .map((key) => {
        const path = [...issue.path, key];
        return `${origin(layers, path)}: unknown key ${dotted(path)}; allowed: ${keysAt(issue.path)}`;
      })
      .join('\n');
  return describe(
    layers,
    issue.path,
    issue.message.replace(/^(Invalid input|Too small|Too big|Invalid option): /, ''),
  );
}

function describe(layers: readonly Layer[], path: Path, allowed: string): string {
  const value = layers.reduce<unknown>(
    (below, { tree }) => (has(tree, path) ? at(tree, path) : below),
    undefined,
  );
  const schema = schemaAt(path);
  const hidden = schema === undefined || holdsSecret(schema);
  const shown = value === undefined ? 'is missing' : `= ${hidden ? '[secret]' : quote(value)}`;
  return `${origin(layers, path)}: ${dotted(path)} ${shown}; ${allowed.startsWith('expected') ? '' : 'allowed: '}${allowed}`;
}

/** The label of the last layer that has the key, or the nearest mapping above it. */
function origin(layers: readonly Layer[], path: Path): string {
  for (let length = path.length; length > 0; length -= 1) {
    const layer = layers.findLast(({ tree }) => has(tree, path.slice(0, length)));
    if (layer !== undefined) return layer.label;
  }
  return layers[0]?.label ?? 'configuration';
}

function schemaAt(path: Path): z.core.$ZodType | undefined {
  return path.reduce<z.core.$ZodType | undefined>((schema, key) => {
    if (schema === undefined) return undefined;
    const inner = unwrap(schema);
    return inner instanceof z.ZodArray ? inner.element : shapeOf(inner)[String(key)];
  }, configSchema);
}

/**
 * Whether a value can hold a secret. True also for a mapping that has one: the author may have written the
 * secret in place of the mapping.
 */
function holdsSecret(schema: z.core.$ZodType): boolean {
  const inner = unwrap(schema);
  return (
    z.globalRegistry.get(inner)?.['secret'] === true ||
    Object.values(shapeOf(inner)).some((child) => holdsSecret(child))
  );
}

function keysAt(path: Path): string {
  const schema = schemaAt(path);
  const keys = schema === undefined ? [] : Object.keys(shapeOf(schema));
  return keys.length === 0 ? 'no keys here' : keys.join(', ');
}

function shapeOf(schema: z.core.$ZodType): Readonly<Record<string, z.core.$ZodType>> {
  const inner = unwrap(schema);
  return inner instanceof z.ZodObject ? inner.shape : {};
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  return schema instanceof z.ZodNullable || schema instanceof z.ZodOptional
    ? unwrap(schema.unwrap())
    : schema;
}

function merge(below: Tree, above: Tree): Tree {
  const merged: Record<string, unknown> = { ...below };
  for (const [key, value] of Object.entries(above)) {
    const under = merged[key];
    merged[key] = isTree(under) && isTree(value) ? merge(under, value) : value;
  }
  return merged;
}

function nest(path: readonly string[], value: unknown): Tree {
  const [key, ...rest] = path;
  if (key === undefined) return {};
  return { [key]: rest.length === 0 ? value : nest(rest, value) };
}

function has(tree: unknown, path: Path): boolean {
  return at(tree, path) !== undefined;
}

function at(tree: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => {
    if (Array.isArray(value)) return value[Number(key)];
    return isTree(value) ? value[String(key)] : undefined;
  }, tree);
}

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function dotted(path: Path): string {
  return path.map(String).join('.');
}

function quote(value: unknown): string {
  return JSON.stringify(value);
}
