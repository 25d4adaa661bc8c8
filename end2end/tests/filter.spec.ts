import { cells, chips, chosen, filter, grouped, LIST, rows, span, total } from './support/list.ts';
import { expect, open, test } from './support/test.ts';

test.use({ signedInAs: 'caseworker' });

test('text: what is asked of people is not in the address, and a chip takes it back', async ({ page }) => {
  await open(page, LIST);
  const before = await total(page);
  await filter(page, 'Efternamn', 'börjar med', { text: ['Da'] });
  await expect(chips(page).last()).toHaveText('Efternamn börjar med ”Da”');
  await expect(page).toHaveURL(/[?&]f=[^&]+$/);
  expect(page.url()).not.toMatch(/surname|Da\b/);
  await expect(rows(page).filter({ hasNotText: /^Da/ })).toHaveCount(0);
  expect(await total(page)).toBeLessThan(before);

  await chosen(page).getByLabel('Ta bort filtret Efternamn börjar med ”Da”').last().click();
  await expect(page).toHaveURL(LIST);
  expect(await total(page)).toBe(before);
});

test('choices: the default selection is exchanged for closed cases, and the total follows', async ({ page }) => {
  await open(page, LIST);
  const before = await total(page);
  await filter(page, 'Status', 'är', { chosen: ['Avslutad', 'Studier annan skolform'] });
  await expect(chips(page)).toHaveText(['Status är Studier annan skolform, Avslutad']);
  await expect(cells(page, 'Status').filter({ hasNotText: /Avslutad|annan skolform/ })).toHaveCount(0);
  const rest = await total(page);
  await chosen(page).getByLabel(/^Ta bort filtret/).click();
  await expect(chips(page)).toHaveCount(0);
  await expect(span(page)).toHaveText(`1–15 av ${grouped(before + rest)}`);
  await page.getByRole('list', { name: 'Valda filter' }).getByRole('link', { name: 'Rensa' }).click();
  await expect(page).toHaveURL(LIST);
});
