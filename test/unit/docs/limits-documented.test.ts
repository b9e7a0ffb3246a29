import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { loadConfig } from '../../../server/config/load.ts';

/** Every key below these is a limit. */
const limiting = ['limits', 'socket', 'conference.pace', 'identity.attempts'] as const;

const isMapping = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** The keys, down to one limit each: a number, or a pair of burst and refill. */
function keysOf(value: unknown, path: string): readonly string[] {
  if (!isMapping(value) || 'burst' in value) return [path];
  return Object.entries(value).flatMap(([key, inner]) => keysOf(inner, `${path}.${key}`));
}

describe('the limits in docs/operations.md', () => {
  const page = readFileSync(new URL('../../../docs/operations.md', import.meta.url), 'utf8');
  const [, section = ''] = /\n## Limits\n(.*?)\n## /s.exec(page) ?? [];
  const named = [...section.matchAll(/`([a-z]+(?:\.\w+)+)`/gi)].map(([, key = '']) => key);
  const config: Readonly<Record<string, unknown>> = {
    ...loadConfig({ environment: {}, folder: 'config' }),
  };
  const at = (path: string): unknown =>
    path.split('.').reduce<unknown>((value, key) => (isMapping(value) ? value[key] : undefined), config);

  it('include every limit of the configuration', () => {
    const keys = limiting.flatMap((path) => {
      const value = at(path);
      // `socket.burst` is a limit of its own, not half of a pair.
      return path === 'socket' && isMapping(value)
        ? Object.entries(value).flatMap(([key, inner]) => keysOf(inner, `socket.${key}`))
        : keysOf(value, path);
    });
    expect(keys.length).to.be.above(25);
    const missing = keys.filter((key) => !named.some((name) => key === name || key.startsWith(`${name}.`)));
    expect(missing).to.deep.equal([]);
  });

  it('include no key that the configuration lacks', () => {
    expect(named.filter((key) => at(key) === undefined)).to.deep.equal([]);
  });
});
