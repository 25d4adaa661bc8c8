import { expectNoAxeViolations } from './support/accessibility.ts';
import { csvRows, download } from './support/export.ts';
import { cells, chips, filter, find, LIST, openTool, rows } from './support/list.ts';
import { VIGGO } from './support/people.ts';
import { expect, open, test } from './support/test.ts';

test.use({ signedInAs: 'caseworker' });

test('the panel follows the filter, and the page stays where it is', async ({ page }) => {
  await open(page, LIST);
  await find(page, VIGGO.civicNumber);
  await expect(rows(page)).toHaveCount(1);
  await page.getByRole('columnheader', { name: 'Registrerad' }).getByRole('link').click();
  const tool = await openTool(page, 'Exportera');
  await expect(tool).toContainText('1 rad, 9 kolumner');
  await expect(tool).toContainText(`Hittar ”${VIGGO.civicNumber}”`);
  await expectNoAxeViolations(page);
  const address = page.url();
  expect(address).not.toContain(VIGGO.civicNumber);
  const [, ...lines] = csvRows((await download(page, /CSV/)).bytes);
  expect(lines.map(([number]) => number)).toEqual([VIGGO.civicNumber]);
  await expect(page).toHaveURL(address);
  await expect(chips(page).first()).toContainText(VIGGO.civicNumber);
});

test('the keyboard alone exports', async ({ page }) => {
  await open(page, LIST);
  await filter(page, 'Status', 'är', { chosen: ['Avslutad'] });
  await expect(chips(page)).toHaveText(['Status är Avslutad']);
  const shown = await cells(page, 'Personnummer').allTextContents();
  const tool = page.locator('details').filter({ has: page.locator('summary', { hasText: 'Exportera' }) });
  await tool.locator('summary').focus();
  await page.keyboard.press('Enter');
  // its content is drawn once it is open
  const first = tool.getByRole('link', { name: /Excel/ });
  await expect(first).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(first).toBeFocused();
  await page.keyboard.press('Tab');
  const coming = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  expect((await coming).suggestedFilename()).toBe('aktivitetsansvar-2026-11-21.csv');
  expect(shown.length).toBeGreaterThan(0);
  await page.keyboard.press('Escape');
  await expect(tool).not.toHaveAttribute('open');
  await expect(tool.locator('summary')).toBeFocused();
});
