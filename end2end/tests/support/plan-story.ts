import { expect, type Page } from '@playwright/test';

import { add, card, ownCase, press, remove, saved, summary } from './casework.ts';
import { open } from './test.ts';

/** A plan is written, its note guarded, evaluated and removed. */
export async function aPlan(page: Page, device: string) {
  const address = await ownCase(page, 'plan', device);
  const goal = `Söka till gymnasiet ${device}`;
  await add(page, `${address}/plan`, 'Skriv en plan');
  await press(page, 'Spara planen');
  await expect(summary(page).getByRole('link')).toHaveText([/^Mål saknas/, /^Utvärderas saknas/]);
  await page.getByLabel('Mål').fill(goal);
  await page.getByLabel(/^Individen ansvarar för/).fill('Är sjukskriven, ringer på måndag.');
  await page.getByLabel('Utvärderas').fill('2027-02-15');
  await press(page, 'Spara planen');

  // what may not stand there is told with why, and may be saved all the same
  const guard = page.locator('.guard');
  await expect(guard).toContainText('Uppgift om hälsa');
  await expect(guard).toContainText('förordning 2006:39');
  await expect(page.getByLabel(/^Individen ansvarar för/)).toHaveValue('Är sjukskriven, ringer på måndag.');
  expect(page.url()).not.toContain('sjuk');
  await press(page, 'Spara planen');
  await expect(guard).toBeVisible();
  await guard.getByRole('checkbox', { name: /^Jag har läst varningen/ }).check();
  await press(page, 'Spara planen');
  await expect(saved(page)).toContainText('Planen är sparad.');
  const plan = card(page, goal);
  await expect(plan).toContainText('Pågår');

  // notes that nobody changes are not asked about again
  await plan.getByRole('link', { name: /^Ändra eller utvärdera/ }).click();
  await page.getByLabel(/^Utvärdering/).fill('Sökte två program.');
  await press(page, 'Spara');
  await expect(saved(page)).toContainText('Planen är ändrad.');
  await expect(plan).toContainText('Utvärderad');
  await plan.getByRole('link', { name: /^Ändra eller utvärdera/ }).click();
  await remove(page, 'Ta bort planen', 'Ja, ta bort planen');
  await expect(plan).toHaveCount(0);
}

/** A notice from a school is entered, becomes a contact with one click, and another one is put aside. */
export async function aNotice(page: Page, device: string) {
  const address = await ownCase(page, 'plan', device);
  await open(page, address);
  const number = (await page.locator('.key-facts dd').first().textContent()) ?? '';
  // the register may have been told this story before
  const school = `De Geer ${device} ${Date.now()}`;
  const enter = async (kind: string) => {
    await open(page, '/inkorg/ny');
    await page.locator('#falt-civic_number').fill(number);
    await page.locator('#falt-kind').selectOption({ label: kind });
    await page.locator('#falt-school').fill(school);
    await press(page, 'Lägg i inkorgen');
    await expect(saved(page)).toContainText('Anmälan ligger i inkorgen.');
    expect(page.url()).not.toContain(number.slice(0, 8));
  };
  await open(page, '/inkorg/ny');
  await page.locator('#falt-civic_number').fill('2008');
  await press(page, 'Lägg i inkorgen');
  await expect(summary(page).getByRole('link')).not.toHaveCount(0);

  await enter('Betydande frånvaro');
  await press(page, 'Gör till kontakttillfälle');
  await expect(saved(page)).toContainText('Anmälan är nu ett kontakttillfälle.');
  await expect(card(page, school)).toContainText('Följs upp');
  await card(page, school).getByRole('link', { name: /^Ändra/ }).click();
  await remove(page, 'Ta bort kontakttillfället', 'Ja, ta bort kontakttillfället');

  await enter('Eleven börjar');
  await press(page, 'Lägg anmälan åt sidan');
  await expect(summary(page)).toContainText('Varför läggs den åt sidan?');
  await page.getByLabel('Varför läggs den åt sidan?').fill('Går redan där');
  await press(page, 'Lägg anmälan åt sidan');
  await expect(saved(page)).toContainText('Anmälan är lagd åt sidan.');
  await page.getByRole('link', { name: 'Hanterade' }).click();
  const handled = page.getByRole('article').filter({ hasText: school }).first();
  await expect(handled).toContainText('Lagd åt sidan');
}
