// Prevents zod from probing whether it may compile code: under our content security policy each probe is a
// reported violation. Not by `z.config`, since only some pages load zod. This must run before any schema is made, so it is
// the first import of main.tsx.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } });
