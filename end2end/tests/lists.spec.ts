import { expectNoAxeViolations } from './support/accessibility.ts';
import { rows } from './support/list.ts';
import { expect, open, test } from './support/test.ts';

// Every list is the same component over the same engine; each is opened, sorted, narrowed and looked at by axe.
const LISTS = [
  { path: '/uppfoljning', title: 'Uppföljning', sort: 'contact-date', narrowed: 'way=empty' },
  { path: '/personer', title: 'Personer', sort: 'civic-number', narrowed: 'open-case=yes' },
  { path: '/elever', title: 'Elever', sort: 'start', narrowed: 'state=any-of:ended' },
  { path: '/enheter', title: 'Enheter', sort: 'code', narrowed: 'in-use=no' },
  { path: '/studievagar', title: 'Studievägar', sort: 'name', narrowed: 'in-use=no' },
  { path: '/korningar', title: 'Körningar', sort: 'date', narrowed: 'state=any-of:failed' },
] as const;

test.describe('a caseworker', () => {
  test.use({ signedInAs: 'caseworker' });
  for (const { path, title, sort, narrowed } of LISTS) {
    test(`opens, sorts and narrows ${title}`, async ({ page }) => {
      await open(page, path);
      await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
      await expect(rows(page).first()).toBeVisible();
      await expect(page.locator('.notice')).toHaveCount(0);
      await expectNoAxeViolations(page);
      const answer = await page.goto(`${path}?sort=-${sort}&size=5&${narrowed}`);
      expect(answer?.status()).toBe(200);
      await expect(page.locator('.notice')).toHaveCount(0);
      await expect(page.getByText(/^Sorterat på /)).toContainText('↓');
    });
  }
});

test.describe('the rows of', () => {
  test.use({ signedInAs: 'caseworker' });
  test('units lead to their pupils, people to their open case', async ({ page }) => {
    await open(page, '/enheter?in-use=yes');
    const name = await rows(page).first().textContent();
    await rows(page).first().getByRole('link').click();
    await expect(page).toHaveURL(/\/elever\?.*unit-code=equals:/);
    await expect(page.getByRole('heading', { level: 1, name: 'Elever' })).toBeVisible();
    const units = page.locator('tbody [data-label="Enhet"]');
    await expect(units.filter({ hasNotText: name?.trim() ?? '' })).toHaveCount(0);

    await page.goto('/personer?open-case=yes');
    await rows(page).first().getByRole('link').click();
    await expect(page).toHaveURL(/\/aktivitetsansvar\/\d+/);
  });
});

test.describe('an administrator of a region', () => {
  test.use({ signedInAs: 'administrator' });
  test('sees who may sign in', async ({ page }) => {
    // Users that other stories have made must not push anybody to a second page.
    await open(page, '/anvandare?size=50');
    await expect(rows(page).filter({ hasText: 'Åsa Lindqvist' })).not.toHaveCount(0);
    await expectNoAxeViolations(page);
  });
});
