import { cells, chips, LIST, openTool, order, rows, span } from './support/list.ts';
import { expect, open, test } from './support/test.ts';

test.use({ signedInAs: 'caseworker' });

const COLUMNS = [
  'Personnummer',
  'Efternamn',
  'Förnamn',
  'Status',
  'Registrerad',
  'Avregistrerad',
  'Avregistreringsorsak',
  'Sysselsättning vid registrering',
  'Handläggare',
  'Ålder',
  'Kommun',
  'Boende utanför hemkommun',
  'Senaste kontakt',
  'Nästa uppföljning',
  'Åtgärd',
  'Åtgärd från',
  'Åtgärd till',
  'Telefon',
  'E-post',
  'Adress',
  'Skyddade uppgifter',
];

test('the list begins with the open cases that want attention, by name', async ({ page }) => {
  await open(page, LIST);
  await expect(page).toHaveTitle('Aktivitetsansvar – Fyren');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Aktivitetsansvar');
  await expect(chips(page)).toHaveText(['Status är inte Studier annan skolform, Avslutad']);
  await expect(order(page)).toHaveText('Sorterat på Efternamn ↑, därefter Förnamn ↑');
  await expect(rows(page)).toHaveCount(15);
  await expect(span(page)).toHaveText(/^1–15 av \d+$/);
  await expect(cells(page, 'Status').filter({ hasText: /Avslutad|annan skolform/ })).toHaveCount(0);
});

test('every column can be shown, and the usual ones be had back', async ({ page }) => {
  await open(page, LIST);
  const headings = page.locator('th[data-column]');
  await expect(headings).toHaveCount(9);
  const chooser = await openTool(page, 'Kolumner');
  for (const name of COLUMNS) await chooser.getByRole('checkbox', { name, exact: true }).check();
  await chooser.getByRole('button', { name: 'Visa kolumnerna' }).click();
  await expect(headings).toHaveCount(COLUMNS.length);
  for (const name of COLUMNS) await expect(cells(page, name)).toHaveCount(15);
  await expect(page).toHaveURL(/columns=/);

  await page.reload();
  await expect(headings).toHaveCount(COLUMNS.length);
  await (await openTool(page, 'Kolumner')).getByRole('link', { name: 'Återställ kolumnerna' }).click();
  await expect(headings).toHaveCount(9);
  await expect(page).toHaveURL(LIST);
});
