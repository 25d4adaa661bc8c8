import { expect, type Page } from '@playwright/test';

import { expectCounts, selectToUpdate } from './bulk.ts';
import { DEVICES, press } from './casework.ts';
import { LIST, OPEN } from './list.ts';
import { breaksNoRule } from './many-story.ts';
import { signIn } from './sign-in.ts';
import { open } from './test.ts';

/**
 * Who hands over, whose cases they are, and who has them in between, on each device. Nobody else has cases of those in
 * between there, so that all that they have are those of the story.
 */
const STORIES = [
  { userName: 'asa.lindqvist', owner: 'Mikael Öberg', between: 'Birgitta Edman' },
  { userName: 'johan.sandell', owner: 'Johan Sandell', between: 'Birgitta Edman' },
  { userName: 'petra.alm', owner: 'Petra Alm', between: 'Birgitta Edman' },
  { userName: 'karin.nyman', owner: 'Karin Nyman', between: 'Birgitta Edman' },
  { userName: 'emir.delic', owner: 'Emir Delić', between: 'Sara Holmqvist' },
];

/** The last two cases of the list that somebody has: other stories change those at its beginning. */
async function lastCasesOf(page: Page, owner: string): Promise<string[]> {
  await page.goto(`${OPEN}&sort=-surname&size=50&columns=surname,given-name,caseworker`);
  const boxes = page.getByRole('row').filter({ hasText: owner }).locator('input[name="rows[]"]');
  await expect(boxes.nth(1)).toBeAttached();
  const ids = await boxes.evaluateAll((found) => found.map((box) => (box as HTMLInputElement).value));
  return ids.slice(0, 2);
}

/** All the cases of one become another's once it has been said how many they are. */
export async function aHandOver(page: Page, device: string) {
  const story = STORIES[DEVICES.indexOf(device)];
  if (story === undefined) throw new Error(`no hand-over is told on ${device}`);
  const { userName, owner, between } = story;
  await signIn(page, userName);
  const ids = await lastCasesOf(page, owner);
  await selectToUpdate(page, ids);
  await page.getByLabel('Handläggare: Alla').selectOption({ label: between });
  await press(page, 'Verkställ');
  await press(page, 'Spara');
  await expectCounts(page, { 'Ändrade aktivitetsansvar': 2 });

  await open(page, LIST);
  await page.getByRole('link', { name: 'Lämna över aktivitetsansvar', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Lämna över aktivitetsansvar' })).toBeVisible();
  await page.locator('#falt-from').selectOption({ label: `${between} (2)` });
  await page.locator('#falt-to').selectOption({ label: owner });
  await press(page, 'Fortsätt');
  const certain = page.getByLabel(`Ja, lämna över 2 öppna aktivitetsansvar från ${between} till ${owner}`);
  await expect(certain).not.toBeChecked();
  await breaksNoRule(page, device);
  await certain.check();
  await press(page, 'Lämna över aktivitetsansvar');
  await expectCounts(page, { 'Överlämnade aktivitetsansvar': 2 });
  for (const id of ids) {
    await open(page, `${LIST}/${id}`);
    await expect(page.locator('.key-facts')).toContainText(owner);
    await expect(page.locator('.key-facts')).not.toContainText(between);
  }
}
