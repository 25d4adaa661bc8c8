import { cells, chips, chosen, filter, find, LIST, openTool, order, rows, span } from './support/list.ts';
import { VIGGO } from './support/people.ts';
import { expect, test } from './support/test.ts';

test.use({ signedInAs: 'caseworker' });

test('the list sorts, pages and shows other columns', async ({ page }) => {
  await page.goto(LIST);
  await expect(span(page)).toHaveText(/^1–15 /);
  const tool = await openTool(page, 'Sortera');
  await tool.getByRole('link', { name: 'Ta bort: Förnamn' }).click();
  await (await openTool(page, 'Sortera')).getByLabel('Sortera därefter på').selectOption('Registrerad');
  await (await openTool(page, 'Sortera')).getByRole('button', { name: 'Lägg till' }).click();
  await expect(order(page)).toHaveText('Sorterat på Efternamn ↑, därefter Registrerad ↑');

  await page.getByRole('link', { name: '5', exact: true }).click();
  await page.getByRole('link', { name: 'Nästa', exact: true }).click();
  await expect(span(page)).toHaveText(/^6–10 /);
  await page.getByLabel('Sida', { exact: true }).fill('3');
  await page.getByRole('button', { name: 'Gå', exact: true }).click();
  await expect(span(page)).toHaveText(/^11–15 /);

  const chooser = await openTool(page, 'Kolumner');
  await chooser.getByRole('checkbox', { name: 'Ålder' }).check();
  await chooser.getByRole('button', { name: 'Visa kolumnerna' }).click();
  await expect(cells(page, 'Ålder')).toHaveCount(5);
  await expect(order(page)).toHaveText('Sorterat på Efternamn ↑, därefter Registrerad ↑');
  await expect(span(page)).toHaveText(/^11–15 /);
});

test('the list filters and finds, and no name stands in the address', async ({ page }) => {
  await page.goto(LIST);
  await filter(page, 'Efternamn', 'börjar med', { text: ['Da'] });
  await expect(chips(page).last()).toHaveText('Efternamn börjar med ”Da”');
  expect(page.url()).not.toMatch(/surname|Da\b/);
  await find(page, VIGGO.civicNumber);
  await expect(chips(page)).toHaveCount(3);
  await expect(rows(page)).toHaveCount(1);
  await chosen(page).getByLabel(/^Sluta hitta/).first().click();
  await expect(chips(page)).toHaveCount(2);
  await chosen(page).getByLabel(/^Ta bort filtret/).last().click();
  await expect(page).toHaveURL(LIST);
});
