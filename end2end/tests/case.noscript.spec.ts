import { openCase } from './support/list.ts';
import { VIGGO } from './support/people.ts';
import { expect, test } from './support/test.ts';

test.use({ signedInAs: 'caseworker' });

test('a case is found, says why it is there, and has its tabs', async ({ page }) => {
  const address = await openCase(page, VIGGO.civicNumber);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Viggo.*Dahl/);
  await expect(page.locator('.why-rules').first().getByRole('listitem')).toHaveCount(5);
  const tabs = page.getByRole('navigation', { name: 'Delar av ärendet' });
  await tabs.getByRole('link', { name: 'Elevhistorik' }).click();
  await expect(page).toHaveURL(`${address}/elevhistorik`);
  await expect(page.locator('.case-main')).toContainText('De Geergymnasiet');
  await tabs.getByRole('link', { name: 'Tidslinje' }).click();
  await expect(page.locator('.case-main').getByRole('listitem').first()).toBeVisible();
});
