import { type Page } from '@playwright/test';

import { cells, chips, chosen, find, filter, LIST, openTool, order } from './list.ts';
import { choose, openAction, outcome, press, profile, reset, saveAs, tabs } from './profiles.ts';
import { signIn } from './sign-in.ts';
import { expect, open } from './test.ts';

/** A view is saved, is back at the next sign-in, changed, loaded again, renamed, left and removed. */
export async function tellOfAProfile(page: Page, userName: string) {
  await signIn(page, userName);
  await open(page, `${LIST}?status=any-of:closed&sort=-registered&size=5&columns=surname,status,municipality`);
  await filter(page, 'Efternamn', 'innehåller', { text: ['a'] });
  await expect(chips(page)).toHaveCount(2);
  await find(page, 'e');
  await expect(chips(page)).toHaveCount(3);
  await saveAs(page, 'Avslutade med a');
  await expect(outcome(page, 'Profilen är sparad.')).toBeVisible();
  await expect(profile(page)).toHaveText('Profil: Avslutade med a');

  await page.getByRole('button', { name: 'Logga ut' }).click();
  await signIn(page, userName, `/logga-in?till=${encodeURIComponent(LIST)}`);
  await expect(page).toHaveURL(LIST);
  await expect(profile(page)).toHaveText('Profil: Avslutade med a');
  await expect(chips(page)).toHaveText(['Status är Avslutad', 'Efternamn innehåller ”a”']);
  await expect(order(page)).toHaveText('Sorterat på Registrerad ↓');
  await expect(cells(page, 'Kommun')).not.toHaveCount(0);

  await openTool(page, 'Kolumner');
  await page.getByRole('link', { name: 'Återställ kolumnerna' }).click();
  await expect(profile(page)).toHaveText('Profil: Avslutade med a ändrad');
  await expect(cells(page, 'Kommun')).toHaveCount(0);
  // the panel stands over the chips
  await page.keyboard.press('Escape');
  await reset(page);
  await expect(outcome(page, 'Profilen är som den sparades.')).toBeVisible();
  await expect(profile(page)).toHaveText('Profil: Avslutade med a');
  await expect(cells(page, 'Kommun')).not.toHaveCount(0);

  await chosen(page).getByLabel(/^Ta bort filtret/).last().click();
  await expect(profile(page)).toHaveText('Profil: Avslutade med a ändrad');
  await press(page, 'Spara');
  await expect(profile(page)).toHaveText('Profil: Avslutade med a');
  const rename = await openAction(page, 'Byt namn');
  await rename.getByLabel(/^Namn/).fill('Avslutade');
  await rename.getByRole('button', { name: 'Byt namn' }).click();
  await expect(outcome(page, 'Profilen har bytt namn.')).toBeVisible();
  await expect(profile(page)).toHaveText('Profil: Avslutade');

  await page.getByRole('list', { name: 'Valda filter' }).getByRole('link', { name: 'Rensa' }).click();
  await expect(chips(page)).toHaveText(['Status är inte Studier annan skolform, Avslutad']);
  await expect(profile(page)).toHaveText('Profil: Avslutade ändrad');
  await choose(page, 'Standard');
  await expect(profile(page)).toHaveText('Profil');
  await open(page, LIST);
  await expect(chips(page)).toHaveText(['Status är inte Studier annan skolform, Avslutad']);
  await choose(page, 'Avslutade');
  await expect(chips(page)).toHaveText(['Status är Avslutad']);
  await saveAs(page, 'AVSLUTADE');
  await expect(outcome(page, 'Du har redan en profil med det namnet.')).toBeVisible();

  const removal = await openAction(page, 'Ta bort');
  await expect(removal).toContainText('Ta bort profilen ”Avslutade”?');
  await removal.getByRole('button', { name: 'Ta bort ”Avslutade”' }).click();
  await expect(profile(page)).toHaveText('Profil');
  await expect(tabs(page).filter({ hasText: 'Avslutade' })).toHaveCount(0);
}
