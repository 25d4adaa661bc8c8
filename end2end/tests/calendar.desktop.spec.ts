import { expectNoAxeViolations } from './support/accessibility.ts';
import { aCalendar } from './support/follow-up-story.ts';
import { cells, rows } from './support/list.ts';
import { expect, open, test } from './support/test.ts';

test.use({ signedInAs: 'caseworker' });

test('a calendar is subscribed to, read without signing in, and ended', async ({ page, baseURL }) =>
  aCalendar(page, baseURL ?? ''));

test('axe finds nothing in the agenda and where calendars are subscribed to', async ({ page }) => {
  for (const address of ['/uppfoljning/agenda', '/uppfoljning/agenda?mina=1', '/uppfoljning/kalender']) {
    await open(page, address);
    await expectNoAxeViolations(page);
  }
});

test('Enter and a double click open the case of a follow-up, at its contact', async ({ page }) => {
  for (const opens of ['Enter', 'double click']) {
    await open(page, '/uppfoljning');
    const row = rows(page).nth(1);
    const name = await row.getByRole('link').getAttribute('aria-label');
    if (opens === 'Enter') {
      await row.getByRole('link').focus();
      await page.keyboard.press('Enter');
    } else {
      await cells(page, 'Orsak').nth(1).dblclick();
    }
    await expect(page).toHaveURL(/\/aktivitetsansvar\/\d+\?kontakt=\d+$/);
    await expect(page.getByRole('heading', { level: 1 })).toContainText(String(name).split(',')[0] ?? '');
    await expect(page.locator('.contact-asked')).toBeVisible();
  }
});
