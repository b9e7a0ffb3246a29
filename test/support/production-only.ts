// Load it before a program (`node --import`): the program then finds no development dependency, as in an
// image from `npm ci --omit=dev`.

import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { z } from 'zod';

const root = new URL('../../', import.meta.url);
const { packages } = z
  .object({ packages: z.record(z.string(), z.object({ dev: z.boolean().optional() })) })
  .parse(JSON.parse(readFileSync(new URL('package-lock.json', root), 'utf8')));

registerHooks({
  resolve(specifier, context, nextResolve) {
    const resolved = nextResolve(specifier, context);
    const [, inside] = resolved.url.split(root.href);
    const [folder] = inside?.match(/^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/) ?? [];
    if (folder !== undefined && packages[folder]?.dev === true)
      throw new Error(`${specifier} is a development dependency, and ${context.parentURL} needs it`);
    return resolved;
  },
});
