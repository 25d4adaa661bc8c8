import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const FYREN = process.env['FYREN'] ?? 'target/debug/fyren';
const DATABASE = process.env['FYREN_DATABASE'] ?? 'sqlite://target/e2e/fyren.db';

type PrintedCase = { civic_number: string; status: string };

/** Every case of a municipality, as the program tells it to whoever runs the register. */
export function cases(municipality: string): PrintedCase[] {
  const printed = execFileSync(FYREN, ['cases', '--municipality', municipality, '--date', '2026-11-21', '--json'], {
    cwd: ROOT,
    env: { ...process.env, FYREN_DATABASE: DATABASE },
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(printed.toString()) as PrintedCase[];
}

/** Makes a caseworker who has not signed in yet, as the operator does; of a municipality that no other story is told of. */
export function makeUser(): { userName: string; password: string } {
  const userName = `ny.${randomUUID()}`;
  const line = ['user', 'add', userName, '--name', 'Nora Nyström', '--role', 'caseworker', '--municipality', '0512', '--from', '2026-01-01'];
  const printed = execFileSync(FYREN, line, { cwd: ROOT, env: { ...process.env, FYREN_DATABASE: DATABASE }, encoding: 'utf8' });
  const password = /visas bara nu: (\S+)/.exec(printed)?.[1];
  if (password === undefined) throw new Error(`no password was shown: ${printed}`);
  return { userName, password };
}
