import { openCase } from './support/list.ts';
import { VIGGO } from './support/people.ts';
import { expect, open, test } from './support/test.ts';

test.use({ signedInAs: 'caseworker' });

test('the log of a case says who has read and changed it, the latest first', async ({ page }) => {
  const address = await openCase(page, VIGGO.civicNumber);
  await page.getByRole('navigation', { name: 'Delar av ärendet' }).getByRole('link', { name: 'Logg' }).click();
  await expect(page).toHaveURL(({ pathname }) => pathname === `${address}/logg`);
  const entries = page.locator('.case-log tbody tr:not(.log-day)');
  // others of the suite see the person in lists at the same time, which is told too
  const read = entries.filter({ hasText: 'Läste ärendet' }).first();
  await expect(read).toContainText('Åsa Lindqvist');
  await expect(read).toContainText('Handläggare, Norrköping');
  // what says the same stands together, where the latest of it is
  const clocks = await page.locator('.case-log tbody').first().locator('tr:not(.log-day) td:first-child').allTextContents();
  const latest = clocks.map((clock) => /(\d\d:\d\d)\D*$/.exec(clock)?.[1] ?? '');
  expect(latest).toEqual([...latest].sort().reverse());
});

test('what was opened by the run is told with its fields', async ({ page }) => {
  const address = await openCase(page, VIGGO.civicNumber);
  await open(page, `${address}/logg?sida=9999`);
  const first = page.locator('.case-log tbody tr').last();
  await expect(first).toContainText('Uppdatering av aktivitetsansvar');
  await expect(first).toContainText('Registrerade aktivitetsansvar');
  await expect(first.locator('.log-fields')).toContainText('Datum för registrering');
});
