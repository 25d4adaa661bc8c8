import { execFileSync } from 'node:child_process';
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
