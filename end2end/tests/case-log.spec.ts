import { openCase } from './support/list.ts';
import { VIGGO } from './support/people.ts';
import { expect, open, test } from './support/test.ts';

test.use({ signedInAs: 'caseworker' });

test('the log of a case says who has read and changed it, the latest first', async ({ page }) => {
  const address = await openCase(page, VIGGO.civicNumber);
  await page.getByRole('navigation', { name: 'Delar av ärendet' }).getByRole('link', { name: 'Logg' }).click();
  await expect(page).toHaveURL(({ pathname }) => pathname === `${address}/logg`);
  const log = page.locator('.case-log');
  await expect(log.locator('tbody tr:not(.log-day)').first()).toContainText('Läste ärendet');
  await expect(log.locator('tbody tr:not(.log-day)').first()).toContainText('Åsa Lindqvist');
  await expect(log.locator('tbody tr:not(.log-day)').first()).toContainText('Handläggare, Norrköping');
});

test('what was opened by the run is told with its fields', async ({ page }) => {
  const address = await openCase(page, VIGGO.civicNumber);
  await open(page, `${address}/logg?sida=9999`);
  const first = page.locator('.case-log tbody tr').last();
  await expect(first).toContainText('Uppdatering av aktivitetsansvar');
  await expect(first).toContainText('Registrerade aktivitetsansvar');
  await expect(first.locator('.log-fields')).toContainText('Datum för registrering');
});
