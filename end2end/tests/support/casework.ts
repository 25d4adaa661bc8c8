import { expect, type Locator, type Page } from '@playwright/test';

import { OPEN } from './list.ts';
import { open } from './test.ts';

/** The stories that change a case, each on every device that tells it. */
const STORIES = [
  'measure',
  'contact',
  'detail',
  'address',
  'responsibility',
  'conflict',
  'signed out',
  'long',
  'markup',
  'plan',
  'letter',
  'letters looked at',
  'removed',
];
/** How many cases the list shows on a page. */
const SHOWN = 50;
/** The devices that tell a story at the same time. */
export const DEVICES = ['desktop', 'tablet', 'phone', 'desktop without script', 'phone without script'];

/** The address of a case that no other story changes, in the municipality of whoever is signed in. */
export async function ownCase(page: Page, story: string, device: string): Promise<string> {
  const place = STORIES.indexOf(story) * DEVICES.length + DEVICES.indexOf(device);
  expect(place, 'a story with a case of its own').toBeGreaterThanOrEqual(0);
  await page.goto(`${OPEN}&size=${SHOWN}&page=${2 + Math.floor(place / SHOWN)}`);
  const link = page.getByRole('rowheader').getByRole('link').nth(place % SHOWN);
  await expect(link).toBeAttached();
  const target = await link.getAttribute('href');
  return (target ?? '').split('?')[0] ?? '';
}

/** What is told of what has been saved. */
export const saved = (page: Page) => page.locator('.notice-good');

/** What is wrong with the form. */
export const summary = (page: Page) => page.locator('.error-summary');

/** Presses a button of the open form. */
export const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

/** Opens the form of a new record, from its tab. */
export async function add(page: Page, tab: string, link: string) {
  await open(page, tab);
  await page.getByRole('link', { name: link, exact: true }).click();
  await expect(page.getByRole('link', { name: 'Avbryt', exact: true })).toBeVisible();
}

/** Removes the record whose form is open. */
export async function remove(page: Page, opener: string, certain: string) {
  const removal = page.locator('.record-removal');
  await removal.getByText(opener, { exact: true }).click();
  await removal.getByRole('button', { name: certain }).click();
}

/** The card of a record on its tab. */
export const card = (page: Page, text: string): Locator => page.locator('.case-main article').filter({ hasText: text });
