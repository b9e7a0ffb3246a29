/** Pseudo-random numbers in [0, 1) from a seed (mulberry32), so that a failure can be repeated. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const oneOf = <Value>(random: () => number, values: readonly [Value, ...Value[]]): Value =>
  values[Math.floor(random() * values.length)] ?? values[0];

const nested = (depth: number, inArray: boolean): unknown => {
  let value: unknown = 'đáy';
  for (let level = 0; level < depth; level += 1) value = inArray ? [value] : { a: value };
  return value;
};

/** An object with an own key `__proto__`, which only JSON can create. */
const polluting: unknown = JSON.parse(
  '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
);

/** Replacements for a value: of every type in the protocol, and at the edges of each. */
const hostile: readonly [() => unknown, ...(() => unknown)[]] = [
  () => null,
  () => undefined,
  () => true,
  () => 0,
  () => -1,
  () => 0.5,
  () => 1e308,
  () => Number.MAX_SAFE_INTEGER + 1,
  () => '',
  () => ' ',
  () => '\u0000',
  () => 'Tam Hồng\u0000\u001b[31m',
  () => '\ud800',
  () => '\u202eđảo\u2066',
  () => 'e\u0301'.repeat(500),
  () => '💥'.repeat(1_000),
  () => 'x'.repeat(20_000),
  () => '00000000-0000-0000-0000-000000000000',
  () => '__proto__',
  () => "'; DROP TABLE events; --",
  () => [],
  () => ({}),
  () => Array.from({ length: 3_000 }, (_, index) => index),
  () => Object.fromEntries(Array.from({ length: 1_000 }, (_, index) => [`k${index}`, index])),
  () => nested(500, false),
  () => nested(500, true),
  () => polluting,
  () => ({ toString: 'không', valueOf: null, toJSON: 1, length: -1 }),
];

const badKeys: readonly [string, ...string[]] = [
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'toString',
  '',
  '\u0000',
  'participantid',
  'role',
  'isAdmin',
];

/**
 * The same value with one mutation, which may be valid: a key lost, added or renamed, or a value replaced.
 */
export function mutated(value: unknown, random: () => number): unknown {
  const goesDeeper = random() < 0.75;
  if (Array.isArray(value) && value.length > 0 && goesDeeper) {
    const at = Math.floor(random() * value.length);
    const items: readonly unknown[] = value;
    if (random() < 0.2) return [...items, ...items];
    return items.map((each, index) => (index === at ? mutated(each, random) : each));
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && goesDeeper) {
    const entries: [string, unknown][] = Object.entries(value);
    const at = Math.floor(random() * entries.length);
    const what = random();
    if (what < 0.15) return Object.fromEntries(entries.toSpliced(at, 1));
    if (what < 0.3) return fromEntries([...entries, [oneOf(random, badKeys), oneOf(random, hostile)()]]);
    if (what < 0.4) {
      return fromEntries(
        entries.map(([key, each], index) => [index === at ? oneOf(random, badKeys) : key, each]),
      );
    }
    return Object.fromEntries(
      entries.map(([key, each], index) => [key, index === at ? mutated(each, random) : each]),
    );
  }
  if (typeof value === 'string' && value.length > 1 && random() < 0.3) {
    return oneOf(random, [
      value.toUpperCase(),
      value.slice(1),
      `${value} `,
      `${value}\u0000`,
      `${value}${value}`,
    ]);
  }
  if (typeof value === 'number' && random() < 0.3)
    return oneOf(random, [-value, value + 0.5, value * 1e9, `${value}`]);
  return oneOf(random, hostile)();
}

/** Creates own keys even for `__proto__`. */
function fromEntries(entries: readonly (readonly [string, unknown])[]): object {
  const made = {};
  for (const [key, value] of entries) {
    Object.defineProperty(made, key, { value, enumerable: true, configurable: true, writable: true });
  }
  return made;
}
