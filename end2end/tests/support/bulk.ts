import { expect, test as base, type Locator, type Page } from '@playwright/test';

import { LIST } from './list.ts';
import { open, ready } from './test.ts';

/** How many cases a story changes. */
const CHOSEN = 3;

/** The stories that are told at the same time, by their devices: each has cases of its own. */
const STORIES = [
  'desktop',
  'tablet',
  'phone',
  'desktop without script',
  'phone without script',
  'axe',
  'followed',
  'jobs desktop',
  'jobs tablet',
  'jobs phone',
  'signed out desktop without script',
  'signed out phone without script',
];

/** Cases that no other story changes, in the order of their names. */
async function own(page: Page, story: string): Promise<string[]> {
  const place = STORIES.indexOf(story);
  expect(place, 'a story with cases of its own').toBeGreaterThanOrEqual(0);
  await page.goto(`${LIST}?size=50`);
  const links = page.getByRole('rowheader').getByRole('link');
  await expect(links.nth((place + 1) * CHOSEN)).toBeAttached();
  const targets = await links.evaluateAll((found) => found.map((link) => link.getAttribute('href') ?? ''));
  const ids = targets.map((target) => /\/aktivitetsansvar\/(\d+)/.exec(target)?.[1] ?? '');
  return ids.slice(place * CHOSEN, (place + 1) * CHOSEN);
}

/** Posts the form by which a list chooses rows. */
export async function select(page: Page, fields: [string, string][]) {
  await page.evaluate((posted) => {
    const form = document.createElement('form');
    form.method = 'post';
    form.action = '/api/select-rows';
    for (const [name, value] of posted) {
      const input = document.createElement('input');
      input.type = 'hidden';
      input.name = name;
      input.value = value;
      form.append(input);
    }
    document.body.append(form);
    form.submit();
  }, fields);
}

/** Chooses three cases, and goes to where they are changed. */
export async function chooseThree(page: Page, story = base.info().project.name): Promise<string[]> {
  const ids = await own(page, story);
  await selectToUpdate(page, ids);
  return ids;
}

/** Chooses cases, and goes to where they are changed. */
export async function selectToUpdate(page: Page, ids: string[]) {
  await select(page, [
    ['list', 'cases'],
    ['search', 'size=50'],
    ['action', 'update'],
    ...ids.map((id): [string, string] => ['rows[]', id]),
  ]);
  await expect(page.getByRole('heading', { level: 1, name: 'Uppdatera aktivitetsansvar' })).toBeVisible();
  await ready(page);
}

const rows = (page: Page) => page.locator('.bulk-row');

/** A day on which none of the demo's cases was registered. */
const DAY = '2026-11-14';

const registered = (row: Locator) => row.getByLabel(/^Datum för registrering/);

/**
 * The whole story: one value for all, one row that cannot be saved, mended, reported, and all of it taken back. It works
 * without script.
 */
export async function changeAndTakeBack(page: Page) {
  await chooseThree(page);
  await expect(page.getByText('3 aktivitetsansvar valda')).toBeVisible();
  await expect(rows(page)).toHaveCount(CHOSEN);
  await page.getByLabel('Datum för registrering: Alla').fill(DAY);
  await page.getByRole('button', { name: 'Verkställ' }).click();
  for (const row of await rows(page).all()) await expect(registered(row)).toHaveValue(DAY);
  await expect(page.getByText(/^Nu: /)).toHaveCount(CHOSEN);
  expect(page.url()).not.toContain(DAY);

  const second = registered(rows(page).nth(1));
  await second.fill('2027-01-01');
  await page.getByRole('button', { name: 'Spara', exact: true }).click();
  const summary = page.getByRole('alert');
  await expect(summary).toContainText('1 av 3 kunde inte sparas');
  await expect(summary).toContainText('Sparade: 2.');
  await expect(summary.getByRole('link', { name: /ligger framåt i tiden/ })).toBeVisible();
  await expect(second).toHaveValue('2027-01-01');
  await expect(second).toHaveAttribute('aria-invalid', 'true');
  const report = await summary.getByRole('link', { name: 'Visa rapporten' }).getAttribute('href');

  await second.fill(DAY);
  await page.getByRole('button', { name: 'Spara', exact: true }).click();
  await expect(page.getByText('Klart', { exact: true })).toBeVisible();
  await expectCounts(page, { 'Ändrade aktivitetsansvar': 1 });
  await ready(page);
  await takeBack(page, /^1 aktivitetsansvar får tillbaka/, 1);
  await open(page, report ?? '');
  await takeBack(page, /^2 aktivitetsansvar får tillbaka/, 2);
}

/** That the job whose page is open comes to so many rows of each outcome, and to no other outcome. */
export async function expectCounts(page: Page, expected: Record<string, number>) {
  const told = Object.entries(expected).map(([outcome, count]) => `${outcome}${count}`);
  await expect(page.locator('.job-counts div')).toHaveText(told);
}

/** Takes back the change whose report is open, once it has been said what that does. */
export async function takeBack(page: Page, said: RegExp, rowCount: number) {
  await page.getByRole('link', { name: 'Ångra', exact: true }).click();
  await expect(page.getByText(said)).toBeVisible();
  await page.getByRole('button', { name: 'Ångra ändringen' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Ångra ändring' })).toBeVisible();
  await expectCounts(page, { 'Återställda rader': rowCount });
  await expect(page.getByRole('link', { name: 'Visa ändringen som ångrades' })).toBeVisible();
}
