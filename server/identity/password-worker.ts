import { parentPort } from 'node:worker_threads';
import { passwordFault } from './password-strength.ts';
import type { PasswordAnswer, PasswordQuestion } from './password-rules.ts';

/** The thread in which passwords are weighed; password-rules.ts starts it. */
if (!parentPort) throw new Error('This module runs as a worker thread');
const port = parentPort;
port.on('message', ({ number, password, about }: PasswordQuestion) => {
  const answer: PasswordAnswer = { number, fault: passwordFault(password, about) };
  port.postMessage(answer);
});
