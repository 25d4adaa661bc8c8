import { span } from './support/list.ts';
import { expect, open, test } from './support/test.ts';

test.describe('of a caseworker', () => {
  test.use({ signedInAs: 'caseworker' });

  test('the start page greets, counts and tells of the last run', async ({ page }) => {
    await open(page, '/');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Hej, Åsa');
    await expect(page.getByText('lördag 21 november 2026')).toBeVisible();
    await expect(page.getByText('· Handläggare · Norrköping')).toBeVisible();
    const run = page.locator('section', { has: page.getByRole('heading', { name: 'Senaste körning' }) });
    await expect(run).toContainText('2026-11-21');
    await expect(run).toContainText('klar');
    await page.getByText('Visa som tabell').click();
    await expect(page.getByRole('region', { name: 'Nya per vecka' }).getByRole('row')).toHaveCount(27);
  });

  test('a number leads to the list of those it counts', async ({ page }) => {
    await open(page, '/');
    const card = page.locator('section', { has: page.getByRole('heading', { name: 'Öppna aktivitetsansvar' }) });
    const number = (await card.locator('.number-value').innerText()).replace(/\D/g, '');
    await card.getByRole('link', { name: 'Öppna aktivitetsansvar' }).click();
    await expect(span(page)).toHaveText(new RegExp(` av ${number}$`));
  });
});
