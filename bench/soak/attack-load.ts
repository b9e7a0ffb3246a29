import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { say } from '../support/say.ts';
import { Attacker } from './attacker.ts';
import { attacks } from './attacks.ts';
import { LeakWatch } from './leaks.ts';
import { soakWorld } from './world.ts';

/**
 * Ten attackers, each from an address of its own, each of which runs one random attack after the other. Prints one JSON value
 * at the end.
 *
 *   attack-load.ts URL MINUTES CALM_MINUTES WORLD_JSON
 */
const [url, minutes, calmMinutes, worldJson] = z
  .tuple([z.url(), z.coerce.number().positive(), z.coerce.number().positive(), z.string()])
  .parse(process.argv.slice(2));
const world = soakWorld.parse(JSON.parse(worldJson));

const attackers = 10;
/** Between two attacks of one attacker. */
const restMs = 500;

await wait(calmMinutes * 60_000);
const untilMs = performance.now() + minutes * 60_000;
const kinds = Object.entries(attacks);
const made = new Map<string, number>();
const breaches = new Map<string, number>();
const cut = new Map<string, number>();
const count = (map: Map<string, number>, key: string): void => void map.set(key, (map.get(key) ?? 0) + 1);
const leaks = new LeakWatch('an attacker', Object.values(world.markers));

await Promise.all(
  Array.from({ length: attackers }, async (_, index) => {
    const attacker = new Attacker(url, `127.0.1.${index + 10}`, leaks);
    while (performance.now() < untilMs) {
      const [name, attack] = kinds[Math.floor(Math.random() * kinds.length)] ?? [];
      if (name === undefined || attack === undefined) continue;
      try {
        const verdict = await attack(attacker, world);
        count(made, name);
        if (verdict !== 'held') count(breaches, `${name}: ${verdict.broke}`);
      } catch (error) {
        // The server cut the connection, which is an answer too.
        count(cut, `${name}: ${error instanceof Error ? error.message : String(error)}`);
      }
      await wait(restMs);
    }
  }),
);
const listed = (map: ReadonlyMap<string, number>): readonly string[] =>
  [...map].map(([what, times]) => `${times} × ${what}`);
say({ made: listed(made), breaches: listed(breaches), cut: listed(cut), leaks: leaks.found });
