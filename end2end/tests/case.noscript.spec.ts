import { chips, find, LIST, openCase, order, rows } from './support/list.ts';
import { VIGGO } from './support/people.ts';
import { expect, test } from './support/test.ts';

test.use({ signedInAs: 'caseworker' });

test('a case is found, says why it is there, and has its tabs', async ({ page }) => {
  const address = await openCase(page, VIGGO.civicNumber);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Viggo.*Dahl/);
  await expect(page.locator('.why-rules').first().getByRole('listitem')).toHaveCount(5);
  const tabs = page.getByRole('navigation', { name: 'Delar av ärendet' });
  await tabs.getByRole('link', { name: 'Elevhistorik' }).click();
  await expect(page).toHaveURL(({ pathname }) => pathname === `${address}/elevhistorik`);
  await expect(page.locator('.case-main')).toContainText('De Geergymnasiet');
  await tabs.getByRole('link', { name: 'Tidslinje' }).click();
  await expect(page.locator('.case-main').getByRole('listitem').first()).toBeVisible();
  await expect(page.locator('.timeline')).toHaveCount(1);
});

test('the way back from a case leads to the list as it was, from every tab', async ({ page }) => {
  await page.goto(`${LIST}?sort=-registered&size=5`);
  await find(page, VIGGO.name);
  const list = page.url();
  await rows(page).first().getByRole('link').click();
  await page.getByRole('navigation', { name: 'Delar av ärendet' }).getByRole('link', { name: 'Tidslinje' }).click();
  expect(page.url()).not.toMatch(/Viggo|Dahl/);
  await page.getByRole('navigation', { name: 'Du är här' }).getByRole('link', { name: 'Aktivitetsansvar' }).click();
  await expect(page).toHaveURL(list);
  await expect(chips(page).first()).toHaveText(`Hittar ”${VIGGO.name}”`);
  await expect(order(page)).toHaveText('Sorterat på Registrerad ↓');
});
