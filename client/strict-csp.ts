import { z } from 'zod';

// Prevents zod from probing whether it may compile code: under our content security policy each probe is a
// reported violation. This must run before any schema is made, so it is the first import of main.tsx.
z.config({ jitless: true });
