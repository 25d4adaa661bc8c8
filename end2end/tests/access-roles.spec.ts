import { REPORT, ROLES, tellOfAnImport, tellOfARole } from './support/access-role-story.ts';
import { expectNoAxeViolations } from './support/accessibility.ts';
import { expectNoSidewaysScroll } from './support/frame.ts';
import { expect, open, test } from './support/test.ts';

test.use({ signedInAs: 'accessAdministrator' });

test('users are pasted, looked at and saved', async ({ page }) => {
  await tellOfAnImport(page);
});

test('a role is made, given, prolonged, copied, changed and withdrawn', async ({ page }) => {
  await tellOfARole(page);
});

test('axe finds nothing in the pages of roles and of a day, and nothing is wider than the window', async ({ page }) => {
  await open(page, ROLES);
  await page.getByRole('link', { name: 'Granskare' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Granskare' })).toBeVisible();
  const role = new URL(page.url()).pathname;
  for (const address of ['/behorigheter/importera', ROLES, `${ROLES}/ny`, role, `${ROLES}/ny?av=${role.split('/').at(-1)}`, REPORT]) {
    await open(page, address);
    await expectNoAxeViolations(page);
    await expectNoSidewaysScroll(page);
  }
});
