import { expectNoAxeViolations } from './support/accessibility.ts';
import { chips, chosen, filter, LIST } from './support/list.ts';
import { tellOfAnOverlay } from './support/overlay-story.ts';
import { choose, openAction, openProfiles, outcome, press, profile, saveAs, tabs } from './support/profiles.ts';
import { signIn } from './support/sign-in.ts';
import { expect, hydrated, open, test } from './support/test.ts';

test('a private profile is seen by nobody else, a shared one is locked for others', async ({ page, openElsewhere }) => {
  await signIn(page, 'tomas.hage');
  await open(page, `${LIST}?status=any-of:closed`);
  await saveAs(page, 'Bara min');
  await expect(profile(page)).toHaveText('Profil: Bara min');
  await saveAs(page, 'Allas avslutade', true);
  await expect(profile(page)).toHaveText('Profil: Allas avslutade');
  await filter(page, 'Efternamn', 'börjar med', { text: ['A'] });
  await press(page, 'Spara');
  await expect(outcome(page, 'sådana delas inte')).toBeVisible();

  const colleague = await openElsewhere();
  await signIn(colleague, 'ulrika.strand');
  await open(colleague, LIST);
  await expect(profile(colleague)).toHaveText('Profil');
  const choices = tabs(colleague);
  await expect(choices).toHaveText(['Standard', 'Allas avslutade (delad av Tomas Hage)']);
  await choose(colleague, /^Allas avslutade/);
  await expect(chips(colleague)).toHaveText(['Status är Avslutad']);
  const tool = await openProfiles(colleague);
  await expect(tool).toContainText('Profilen är delad av Tomas Hage och låst.');
  await expect(tool.locator('summary', { hasText: /Byt namn|Ta bort/ })).toHaveCount(0);
  await expectNoAxeViolations(colleague);
  // the panel stands over the chips
  await colleague.keyboard.press('Escape');
  await chosen(colleague).getByLabel(/^Ta bort filtret/).click();
  await expect(profile(colleague)).toHaveText('Profil: Allas avslutade ändrad');
  await saveAs(colleague, 'Allas avslutade');
  await expect(profile(colleague)).toHaveText('Profil: Allas avslutade');
  // what has a name of its own lies over the shared one no more
  await choose(colleague, /^Allas avslutade \(delad/);
  await expect(chips(colleague)).toHaveText(['Status är Avslutad']);
  await expect(profile(colleague)).toHaveText('Profil: Allas avslutade');

  await open(page, LIST);
  await expect(profile(page)).toHaveText('Profil: Allas avslutade');
  await expect(chips(page)).toHaveText(['Status är Avslutad']);
  await openAction(page, 'Delning');
  await expectNoAxeViolations(page);
});

test('the keyboard alone saves a profile and asks before it removes it', async ({ page }) => {
  await signIn(page, 'mikael.oberg');
  await open(page, `${LIST}?sort=-age`);
  await hydrated(page);
  await profile(page).focus();
  await page.keyboard.press('Enter');
  const saving = page.locator('summary', { hasText: 'Spara som' });
  await expect(saving).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(saving).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.type('De äldsta');
  await page.keyboard.press('Enter');
  await expect(profile(page)).toHaveText('Profil: De äldsta');
  const removal = await openAction(page, 'Ta bort');
  await removal.getByRole('button').focus();
  await page.keyboard.press('Escape');
  await expect(profile(page)).toBeFocused();
  await expect(profile(page)).toHaveText('Profil: De äldsta');
  await (await openAction(page, 'Ta bort')).getByRole('button').press('Enter');
  await expect(profile(page)).toHaveText('Profil');
});

test('what is changed in a shared profile is back at the next sign-in, and nobody else sees it', async ({ page }) => {
  await tellOfAnOverlay(page, '/personer', 'Några fler');
});
