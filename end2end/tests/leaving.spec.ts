import { ownCase, press, summary } from './support/casework.ts';
import { expect, open, test } from './support/test.ts';

test.use({ signedInAs: 'caseworker' });

test('a form that is half filled in is not left unasked', async ({ page }) => {
  const address = await ownCase(page, 'long', 'desktop');
  const asked: string[] = [];
  let answer = false;
  page.on('dialog', async (dialog) => {
    asked.push(dialog.message());
    await (answer ? dialog.accept() : dialog.dismiss());
  });
  await open(page, `${address}/kontaktuppgifter`);
  await page.getByRole('link', { name: 'Lägg till kontaktuppgift' }).click();
  const value = page.getByLabel(/^Kontaktinformation/);
  const tab = page.getByRole('navigation', { name: 'Delar av ärendet' }).getByRole('link', { name: 'Adresser' });

  // with nothing in it one leaves as before
  await tab.click();
  await expect(page).toHaveURL(/adresser/);
  await page.goBack();
  await value.fill('viggo@');
  await tab.click();
  await expect(value).toHaveValue('viggo@');
  await page.goBack();
  await expect(value).toHaveValue('viggo@');
  await expect(page).toHaveURL(/kontaktuppgifter\/ny/);
  expect(asked).toEqual(Array(2).fill('Det du har fyllt i är inte sparat. Vill du lämna sidan ändå?'));

  answer = true;
  await tab.click();
  await expect(page).toHaveURL(/adresser/);
});

test('cancelling a form, and saving it, asks nothing', async ({ page }) => {
  const address = await ownCase(page, 'long', 'desktop');
  await open(page, `${address}/kontaktuppgifter/ny`);
  await page.getByLabel(/^Kontaktinformation/).fill('viggo@');
  await page.getByRole('link', { name: 'Avbryt', exact: true }).click();
  await expect(page.getByRole('link', { name: 'Lägg till kontaktuppgift' })).toBeVisible();
});

test('what leads to a place in the page, or to a file, asks nothing; a step through the history that is declined is none', async ({ page }) => {
  const address = await ownCase(page, 'long', 'desktop');
  const asked: string[] = [];
  page.on('dialog', async (dialog) => {
    asked.push(dialog.message());
    await dialog.dismiss();
  });
  await open(page, `${address}/atgarder`);
  await page.locator('.case-head, .page-head').getByRole('link', { name: 'Registrera åtgärd' }).click();
  await page.getByLabel(/^Anteckningar/).fill('Ringer på fredag.');
  await press(page, 'Registrera åtgärden');
  const refused = page.url();
  await summary(page).getByRole('link').first().click();
  await expect(page).toHaveURL(/#falt-/);
  await expect(page.getByLabel('Åtgärdstyp')).toBeFocused();
  expect(asked).toEqual([]);

  // back over the place in the page, and then out of it
  await page.goBack();
  await expect(page).toHaveURL(refused);
  expect(asked).toEqual([]);
  for (const times of [1, 2]) {
    await page.evaluate('history.back()');
    await expect.poll(() => asked.length).toBe(times);
    await expect(page).toHaveURL(refused);
    await expect(page.getByLabel(/^Anteckningar/)).toHaveValue('Ringer på fredag.');
  }
});
