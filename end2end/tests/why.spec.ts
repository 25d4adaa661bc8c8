import { find, rows } from './support/list.ts';
import { VIGGO } from './support/people.ts';
import { expect, open, test } from './support/test.ts';

test.use({ signedInAs: 'caseworker' });

test('somebody without a case is judged rule by rule, from the list of people', async ({ page }) => {
  await open(page, '/personer?open-case=no&size=5');
  await rows(page).first().getByRole('link').click();
  await expect(page).toHaveURL(/\/personer\/\d+\/varfor$/);
  await expect(page.getByRole('heading', { name: 'Aktivitetsansvaret i Norrköping' })).toBeVisible();
  await expect(page.locator('.standing-conclusion')).toContainText(/omfattas/i);
  await expect(page.locator('.why-rules').getByRole('listitem')).toHaveCount(5);
  await page.getByRole('navigation', { name: 'Du är här' }).getByRole('link', { name: 'Personer' }).click();
  await expect(page).toHaveURL('/personer');
});

test('somebody with a case opens it', async ({ page }) => {
  await open(page, '/personer');
  await find(page, VIGGO.civicNumber);
  await expect(rows(page)).toHaveCount(1);
  await rows(page).getByRole('link').click();
  await expect(page).toHaveURL(/\/aktivitetsansvar\/\d+$/);
});
