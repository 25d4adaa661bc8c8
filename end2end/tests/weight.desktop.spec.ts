import type { Page } from '@playwright/test';

import { LIST } from './support/list.ts';
import { SIGN_IN } from './support/sign-in.ts';
import { expect, open, test } from './support/test.ts';

// The budgets, in bytes as they are sent: WASM, scripts and styles of a first visit; everything where one signs in.
const PROGRAM = 350_000;
const SIGN_IN_PAGE = 80_000;

type Load = { address: string; bytes: number };

/** What the browser loads on its first visit to an address. Nothing is in its cache: each test has a browser of its own. */
async function firstVisit(page: Page, address: string): Promise<Load[]> {
  const loads: Promise<Load>[] = [];
  page.on('requestfinished', (request) => {
    const load = request.sizes().then(({ responseBodySize }) => ({ address: request.url(), bytes: responseBodySize }));
    loads.push(load);
  });
  await open(page, address);
  await page.waitForLoadState('networkidle');
  return Promise.all(loads);
}

function sum(loads: Load[]): number {
  return loads.reduce((bytes, load) => bytes + load.bytes, 0);
}

function isProgram({ address }: Load): boolean {
  return /\.(wasm|js|css)$/.test(new URL(address).pathname);
}

test('the page where one signs in is light, and ships no program but the lines that ask for a passkey', async ({ page }) => {
  const loads = await firstVisit(page, SIGN_IN);
  const program = loads.filter(isProgram).map(({ address }) => new URL(address).pathname);
  expect(program.sort()).toEqual(['/pkg/app.css', '/pkg/passkey.js']);
  expect(sum(loads), JSON.stringify(loads)).toBeLessThanOrEqual(SIGN_IN_PAGE);
});

test.describe('signed in', () => {
  test.use({ signedInAs: 'caseworker' });

  test('the first visit loads no more program than it may', async ({ page }) => {
    const program = (await firstVisit(page, LIST)).filter(isProgram);
    expect(program.map(({ address }) => address.split('.').pop()).sort()).toEqual(['css', 'js', 'js', 'wasm']);
    expect(sum(program), JSON.stringify(program)).toBeLessThanOrEqual(PROGRAM);
  });
});
