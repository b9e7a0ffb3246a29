import { pino } from 'pino';
import { Workshop } from '../../server/workshop/workshop.ts';

/** A program whose only work is to close its workshop. */
const workshop = new Workshop({ logger: pino({ level: 'silent' }) });
workshop.open();
await workshop[Symbol.asyncDispose]();
process.stdout.write('closed');
