import { pino } from 'pino';
import { Workshop } from '../../server/workshop/workshop.ts';

/** A program that has nothing to do but to close its workshop. */
const workshop = new Workshop({ logger: pino({ level: 'silent' }) });
workshop.open();
await workshop[Symbol.asyncDispose]();
process.stdout.write('closed');
