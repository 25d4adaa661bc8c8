import type { Locator } from '@playwright/test';

import { expectNoAxeViolations } from './support/accessibility.ts';
import { ownCase } from './support/casework.ts';
import { expect, open, test } from './support/test.ts';

test.use({ signedInAs: 'caseworker' });

test('no tab is cut off on a tablet, and on a phone they take one row', async ({ page }) => {
  const address = await ownCase(page, 'long', 'desktop');
  const tabs = page.getByRole('navigation', { name: 'Delar av ärendet' });
  await page.setViewportSize({ width: 820, height: 1180 });
  await open(page, address);
  for (const tab of await tabs.getByRole('link').all()) {
    const box = await tab.boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(820);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  expect((await tabs.boundingBox())?.height).toBeLessThan(80);
});

test('on paper a case has its headings and no buttons, and a plan stands alone', async ({ page }) => {
  const address = await ownCase(page, 'long', 'desktop');
  await page.emulateMedia({ media: 'print' });
  await open(page, address);
  expect((await page.getByRole('heading', { name: 'Kontakttillfällen' }).boundingBox())?.height).toBeGreaterThan(10);
  await expect(page.getByRole('button', { name: 'Skriv ut' })).toBeHidden();
  const name = await page.getByRole('heading', { level: 1 }).evaluate((heading) => Number.parseFloat(getComputedStyle(heading).fontSize));
  const pill = await page.locator('h1 .pill').evaluate((pill) => Number.parseFloat(getComputedStyle(pill).fontSize));
  expect(pill).toBeLessThan(name);
  await expect(page.getByText(/^Utskrivet \d{4}-\d\d-\d\d av /)).toBeVisible();
  await expect(page.getByText('Så bedömdes det när ärendet öppnades')).toBeHidden();
});

test('all of a case is printed from a page of its own', async ({ page }) => {
  const address = await ownCase(page, 'long', 'desktop');
  await open(page, address);
  await page.getByRole('link', { name: 'Skriv ut hela ärendet' }).click();
  await expect(page).toHaveTitle(/^Hela ärendet – /);
  for (const part of ['Kontakttillfällen', 'Ärendet', 'Åtgärder', 'Adresser', 'Kontaktuppgifter', 'Elevhistorik', 'Plan', 'Tidslinje']) {
    await expect(page.getByRole('main').getByRole('heading', { level: 2, name: part, exact: true })).toBeVisible();
  }
  await expect(page.getByRole('link', { name: /^(Ändra|Registrera|Lägg till)/ })).toHaveCount(0);
  await expectNoAxeViolations(page);
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByText(/^Utskrivet \d{4}-\d\d-\d\d av /)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Skriv ut' })).toBeHidden();
});

test('on a phone what is done most stands first, in one row, and the tabs are near', async ({ page }) => {
  const address = await ownCase(page, 'long', 'desktop');
  await page.setViewportSize({ width: 390, height: 844 });
  await open(page, address);
  const box = async (way: Locator) => (await way.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const contact = await box(page.getByRole('link', { name: 'Registrera kontakt', exact: true }));
  const measure = await box(page.getByRole('link', { name: 'Registrera åtgärd', exact: true }));
  const letter = await box(page.getByRole('button', { name: 'Skriv brev' }));
  expect(contact.x).toBeLessThan(measure.x);
  expect(measure.x).toBeLessThan(letter.x);
  expect(Math.abs(contact.y - letter.y)).toBeLessThan(8);
  expect(letter.x + letter.width).toBeLessThanOrEqual(390);
  expect((await page.getByRole('navigation', { name: 'Delar av ärendet' }).boundingBox())?.y).toBeLessThan(400);
});
