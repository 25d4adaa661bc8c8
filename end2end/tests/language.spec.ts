import { expectNoAxeViolations } from './support/accessibility.ts';
import { ENTER } from './support/entry.ts';
import { expectNoSidewaysScroll, openMenu, openSettings } from './support/frame.ts';
import { LIST, openCase } from './support/list.ts';
import { choose, rowsOf } from './support/many-story.ts';
import { VIGGO } from './support/people.ts';
import { expect, hydrated, open, test } from './support/test.ts';

test.use({ signedInAs: 'caseworker' });

test('English is chosen on a page and stays, also in the next one', async ({ page }) => {
  const address = await openCase(page, VIGGO.civicNumber);
  await expect(page.locator('html')).toHaveAttribute('lang', 'sv');
  await (await openSettings(page)).getByRole('button', { name: 'English' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await hydrated(page);
  await expect(page).toHaveURL(({ pathname }) => pathname === address);
  await expect(page.getByRole('heading', { name: 'Why is Viggo here?' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();

  await (await openMenu(page)).getByRole('link', { name: 'Activity responsibility' }).click();
  await expect(page).toHaveTitle('Activity responsibility – Fyren');
  await expect(page.getByText('Sorted by Surname ↑, then Given name ↑')).toBeVisible();
  await page.reload();
  await hydrated(page);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');

  await (await openSettings(page)).getByRole('button', { name: 'Svenska' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'sv');
  await open(page, '/');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Hej, Åsa');
});

test('in English a case, registering somebody and a form for many fit and break no rule', async ({ page }) => {
  await openCase(page, VIGGO.civicNumber);
  await (await openSettings(page)).getByRole('button', { name: 'English' }).click();
  await expect(page.getByRole('heading', { name: 'Why is Viggo here?' })).toBeVisible();
  await hydrated(page);
  await expectNoSidewaysScroll(page);
  await expectNoAxeViolations(page);

  await open(page, ENTER);
  await expect(page.getByRole('heading', { level: 1, name: 'New individual' })).toBeVisible();
  await expectNoSidewaysScroll(page);
  await expectNoAxeViolations(page);

  const ids = await rowsOf(page, `${LIST}?size=5`);
  await choose(page, 'cases', 'measures', ids);
  await expect(page.getByRole('heading', { level: 1, name: 'Register measures' })).toBeVisible();
  await page.locator('.record-row summary').first().click();
  await expectNoSidewaysScroll(page);
  await expectNoAxeViolations(page);
});
