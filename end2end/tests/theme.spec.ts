import { openSettings } from './support/frame.ts';
import { expect, open, test } from './support/test.ts';

test.use({ signedInAs: 'caseworker' });

test('dark is chosen and stays; the device decides again when it is let to', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await open(page, '/');
  const card = page.locator('.card').first();
  const light = await card.evaluate((element) => getComputedStyle(element).backgroundColor);
  const kept = page.waitForResponse(/choose-theme/);
  await (await openSettings(page)).getByRole('button', { name: 'Mörkt' }).click();
  await kept;
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(card).not.toHaveCSS('background-color', light);

  await open(page, '/');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  const settings = await openSettings(page);
  await expect(settings.getByRole('button', { name: 'Mörkt' })).toHaveAttribute('aria-pressed', 'true');
  await settings.getByRole('button', { name: 'Som enheten' }).click();
  await expect(page.locator('html')).not.toHaveAttribute('data-theme');
  await expect(card).toHaveCSS('background-color', light);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect(card).not.toHaveCSS('background-color', light);
});
