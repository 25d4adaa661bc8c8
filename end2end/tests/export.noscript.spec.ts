import { csvRows, download, sheetRows } from './support/export.ts';
import { cells, EVERYTHING, filter, LIST, rows, total } from './support/list.ts';
import { expect, test } from './support/test.ts';

test.use({ signedInAs: 'caseworker' });

test('both files hold the rows of the list in its order, all of them', async ({ page }) => {
  await page.goto(`${LIST}?columns=civic-number,surname,registered&sort=-registered,civic-number&size=5`);
  await filter(page, 'Efternamn', 'börjar med', { text: ['Da'] });
  const shown = await cells(page, 'Personnummer').allTextContents();
  expect(shown.length).toBeGreaterThan(1);
  const all = await total(page);

  const csv = await download(page, /CSV/);
  expect(csv.name).toBe('aktivitetsansvar-2026-11-21.csv');
  const [headings, ...lines] = csvRows(csv.bytes);
  expect(headings).toEqual(['Personnummer', 'Efternamn', 'Registrerad']);
  expect(lines).toHaveLength(all);
  expect(lines.slice(0, shown.length).map(([number]) => number)).toEqual(shown);
  expect(lines.filter(([, surname]) => !surname?.startsWith('Da'))).toEqual([]);

  const xlsx = await download(page, /Excel/);
  expect(xlsx.name).toBe('aktivitetsansvar-2026-11-21.xlsx');
  const [first, ...sheet] = sheetRows(xlsx.bytes);
  expect(first).toEqual(headings);
  expect(sheet.map(([number, surname]) => [number, surname])).toEqual(
    lines.map(([number, surname]) => [number, surname]),
  );
});

test('the panel says beforehand how much it is, and in which order', async ({ page }) => {
  await page.goto(`${EVERYTHING}&columns=surname,age&sort=-age`);
  const all = await total(page);
  const tool = page.locator('details').filter({ hasText: 'Exportera' });
  await tool.locator('summary').click();
  await expect(tool).toContainText(new RegExp(`${String(all).replace(/\B(?=(\d{3})+$)/g, '\\s')} rader, 2 kolumner`));
  await expect(tool.getByRole('definition')).toHaveText(['alla', 'Ålder ↓', 'Efternamn, Ålder']);
  await expect(rows(page)).toHaveCount(15);
});
