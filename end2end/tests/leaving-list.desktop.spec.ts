import { chips, find, LIST, rows } from './support/list.ts';
import { expect, open, test } from './support/test.ts';

test.use({ signedInAs: 'caseworker' });

test('whoever has gone elsewhere is not taken back by an answer that comes late', async ({ page }) => {
  await open(page, LIST);
  let letThrough = () => {};
  const late = new Promise<void>((resolve) => (letThrough = resolve));
  await page.route('**/api/change-list', async (route) => {
    await late;
    await route.continue().catch(() => {});
  });
  await find(page, 'dahl');
  await page.getByRole('navigation', { name: 'Huvudmeny' }).getByRole('link', { name: 'Personer' }).click();
  await expect(page).toHaveURL('/personer');
  letThrough();
  await expect(rows(page).first()).toBeVisible();
  // whatever the answer leads to has had its time when the next has come
  await page.unroute('**/api/change-list');
  await find(page, 'viggo');
  await expect(chips(page).first()).toHaveText('Hittar ”viggo”');
  await expect(page).toHaveURL(/\/personer\?f=/);
});
