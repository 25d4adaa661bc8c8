import { expect, open, test } from './support/test.ts';

test.use({ signedInAs: 'caseworker' });

test('the start page greets, counts, tells of the last run, and leads to those it counts', async ({ page }) => {
  await open(page, '/');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Hej, Åsa');
  await expect(page.getByText('lördag 21 november 2026')).toBeVisible();
  await expect(page.getByText('· Handläggare · Norrköping')).toBeVisible();
  const run = page.locator('section', { has: page.getByRole('heading', { name: 'Senaste körning' }) });
  await expect(run).toContainText('2026-11-21');
  await expect(run).toContainText('klar');
  await page.getByText('Visa som tabell').click();
  await expect(page.getByRole('region', { name: 'Nya per vecka' }).getByRole('row')).toHaveCount(27);

  const card = page.locator('section', { has: page.getByRole('heading', { name: 'Saknar handläggare' }) });
  const number = await card.locator('.number-value').innerText();
  await card.getByRole('link', { name: 'Saknar handläggare' }).click();
  await expect(page.getByText(`${number} individer`, { exact: true })).toBeVisible();
});
