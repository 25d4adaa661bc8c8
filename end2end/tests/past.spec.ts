import { expect, open, test } from './support/test.ts';

test.use({ signedInAs: 'auditor' });

test('an auditor reads the register of a day, and opens no case', async ({ page }) => {
  await open(page, '/register-per-datum');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Register per datum');
  await page.getByLabel('Datum').fill('2026-11-01');
  await page.getByRole('button', { name: 'Visa' }).click();
  await expect(page).toHaveURL(/datum=2026-11-01/);
  await expect(page.getByRole('main').getByRole('heading', { level: 2 })).toContainText('2026-11-01');
  await expect(page.locator('.past-register tbody tr').first()).toBeVisible();
  await expect(page.locator('.past-register').getByRole('link')).toHaveCount(0);
  await page.getByRole('navigation', { name: 'Status den dagen' }).getByRole('link', { name: 'Avslutad' }).click();
  await expect(page).toHaveURL(/visa=closed/);
});

test('a date that has not come is told of, and today is shown', async ({ page }) => {
  await open(page, '/register-per-datum?datum=2031-02-30');
  await expect(page.getByRole('alert')).toContainText('Datumet går inte att läsa');
  await expect(page.getByRole('main').getByRole('heading', { level: 2 })).toContainText('2026-11-21');
});
