import { type Page } from '@playwright/test';

import { expect, open } from './test.ts';

export const RECERTIFICATION = '/behorigheter/genomgang';

const part = (page: Page, name: string) => page.getByRole('region', { name });

/** What is left to decide of somebody. */
const left = (page: Page, name: string) => part(page, 'Kvar att avgöra').getByRole('group', { name });

/** Begins a recertification, unless another story of the same organisation has. */
export async function beginOne(page: Page) {
  await open(page, RECERTIFICATION);
  const begin = page.getByRole('button', { name: 'Påbörja en genomgång' });
  if (await begin.isVisible()) {
    await page.getByLabel('Ska vara klar').fill('2026-12-24');
    await begin.click();
  }
  await expect(page.getByRole('heading', { name: 'Kvar att avgöra' })).toBeVisible();
  await expect(part(page, 'Läget')).toContainText('2026-12-24');
}

/** A day that leaves no time is refused at its field, unless a recertification is under way. */
export async function tellOfADayTooEarly(page: Page) {
  await open(page, RECERTIFICATION);
  await page.getByLabel('Ska vara klar').fill('2026-11-21');
  await page.getByRole('button', { name: 'Påbörja en genomgång' }).click();
  await expect(page.getByRole('alert')).toContainText('Välj en dag efter i dag');
}

/** Confirms all that somebody has, and is told who did; one's own is left to another. */
export async function confirm(page: Page, name: string, by: string) {
  await expect(left(page, by)).toContainText('Din egen');
  await expect(left(page, by).getByRole('checkbox')).toHaveCount(0);
  for (const box of await left(page, name).getByRole('checkbox').all()) await box.check();
  await page.getByRole('button', { name: 'Bekräfta valda' }).click();
  await expect(page.locator('.notice-good')).toContainText('Bekräftade:');
  await expect(part(page, 'Avgjort').getByRole('listitem').filter({ hasText: name }).first()).toContainText(`Bekräftad av ${by}`);
  await expect(left(page, name)).toHaveCount(0);
}

/** Nothing is decided of what is not ticked. */
export async function decideNothing(page: Page) {
  await page.getByRole('button', { name: 'Avsluta valda' }).click();
  await expect(page.getByRole('alert')).toContainText('Inget är förkryssat');
}

/** Ends what somebody has that nobody has used, which the list and the user's page flag until then. */
export async function endTheUnused(page: Page, name: string) {
  await expect(left(page, name)).toContainText('Aldrig använd');
  await left(page, name).getByRole('checkbox').check();
  await page.getByRole('button', { name: 'Avsluta valda' }).click();
  // it ends at once, so that it is asked first, with what was ticked still there
  await expect(page.getByRole('alert')).toContainText(name);
  await expect(left(page, name).getByRole('checkbox')).toBeChecked();
  await page.getByRole('button', { name: 'Ja, avsluta' }).click();
  await expect(part(page, 'Avgjort').getByRole('listitem').filter({ hasText: name })).toContainText('Avslutad av');
}
