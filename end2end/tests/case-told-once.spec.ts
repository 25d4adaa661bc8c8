import { ownCase, press, saved } from './support/casework.ts';
import { expect, open, test } from './support/test.ts';

test.use({ signedInAs: 'caseworker' });

test('what has been saved is told once', async ({ page }) => {
  const address = await ownCase(page, 'long', 'desktop');
  await open(page, `${address}/kontaktuppgifter/ny`);
  await page.getByLabel(/^Kontakttyp/).selectOption({ label: 'Epost' });
  await page.getByLabel(/^Kontaktinformation/).fill(`viggo${Date.now()}@example.se`);
  await press(page, 'Lägg till kontaktuppgiften');
  await expect(saved(page)).toContainText('Kontaktuppgiften är sparad.');
  await expect(page).not.toHaveURL(/sparat=/);
  await page.reload();
  await expect(page.getByRole('link', { name: 'Lägg till kontaktuppgift' })).toBeVisible();
  await expect(saved(page)).toHaveCount(0);
});
