import { ACCESS, tellOfAUser, tellOfWhatIsNotTheirs } from './support/access-story.ts';
import { expectNoAxeViolations } from './support/accessibility.ts';
import { expectNoSidewaysScroll } from './support/frame.ts';
import { expect, open, test } from './support/test.ts';

test.use({ signedInAs: 'accessAdministrator' });

test('a user is added, given permissions and a role, changed and removed', async ({ page, openElsewhere }) => {
  await tellOfAUser(page, await openElsewhere());
});

test('whoever administers permissions reads no cases', async ({ page, problems }) => {
  await tellOfWhatIsNotTheirs(page, problems);
});

test('axe finds nothing in the pages of a user, and nothing is wider than the window', async ({ page }) => {
  await open(page, ACCESS);
  await page.getByRole('link', { name: 'Åsa Lindqvist' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Åsa Lindqvist' })).toBeVisible();
  const user = new URL(page.url()).pathname;
  for (const address of ['', '/andra', '/e-tjanst', '/e-tjanst/fyren', '/roll', '/ta-bort', '/varfor', '/kopiera']) {
    await open(page, `${user}${address}`);
    await expectNoAxeViolations(page);
    await expectNoSidewaysScroll(page);
  }
});
