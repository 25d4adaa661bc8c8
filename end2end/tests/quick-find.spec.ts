import { chips, chosen, find, LIST, rows } from './support/list.ts';
import { VIGGO } from './support/people.ts';
import { expect, open, test } from './support/test.ts';
test.use({ signedInAs: 'caseworker' });

test('a person is found by name, and by number, and neither is in the address', async ({ page }) => {
  await open(page, LIST);
  await find(page, 'dahl viggo');
  await expect(rows(page).getByRole('link', { name: 'Dahl, Viggo' })).toBeVisible();
  await expect(chips(page).first()).toHaveText('Hittar ”dahl viggo”');
  await expect(page).toHaveURL(new RegExp(`${LIST}\\?f=[^&]+$`));
  expect(page.url()).not.toMatch(/dahl|viggo/i);

  // the rows are the same as before; that the answer has come is seen in the address
  const found = page.url();
  await find(page, VIGGO.civicNumber);
  await expect(page).not.toHaveURL(found);
  await expect(rows(page)).toHaveCount(1);
  expect(page.url()).not.toContain(VIGGO.civicNumber.slice(0, 8));

  await chosen(page).getByLabel(/^Sluta hitta/).first().click();
  await expect(page).toHaveURL(LIST);
  await expect(rows(page)).toHaveCount(15);
});
