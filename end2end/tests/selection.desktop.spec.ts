import { expectNoAxeViolations } from './support/accessibility.ts';
import { csvRows, download } from './support/export.ts';
import { filter, find, grouped, LIST, total } from './support/list.ts';
import { expect, open, test } from './support/test.ts';

test.use({ signedInAs: 'caseworker' });

const boxes = 'tbody .cell-select input';

test('rows are selected by box, range and key, and stay selected on other pages', async ({ page }) => {
  await open(page, `${LIST}?size=5`);
  const bar = page.getByRole('form', { name: 'Markerade rader' });
  await expect(bar).toBeHidden();
  await page.locator(boxes).nth(1).click();
  // the key works from a box, too
  await page.keyboard.press('/');
  await expect(page.getByLabel('Hitta i urvalet')).toBeFocused();
  await page.locator(boxes).nth(3).click({ modifiers: ['Shift'] });
  await expect(bar).toContainText('3 markerade');
  await page.getByRole('rowheader').first().getByRole('link').focus();
  await page.keyboard.press('Space');
  await expect(bar).toContainText('4 markerade');
  await expect(page.getByRole('row', { selected: true })).toHaveCount(4);
  await expectNoAxeViolations(page);

  await page.getByRole('link', { name: 'Nästa', exact: true }).click();
  await expect(page).toHaveURL(/page=2/);
  await expect(page.getByRole('row', { selected: true })).toHaveCount(0);
  await page.getByRole('checkbox', { name: 'Markera alla på sidan' }).check();
  await expect(bar).toContainText('9 markerade');
  await page.getByRole('columnheader', { name: 'Registrerad' }).getByRole('link').click();
  await expect(bar).toContainText('9 markerade');

  await bar.getByRole('button', { name: 'Uppdatera aktivitetsansvar' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Uppdatera aktivitetsansvar' })).toBeVisible();
  await expect(page.getByText('9 aktivitetsansvar valda')).toBeVisible();
});

test('what is selected stays while a case is looked at, and its row has the focus on coming back', async ({ page }) => {
  await open(page, `${LIST}?size=5`);
  await page.locator(boxes).nth(1).click();
  await page.locator(boxes).nth(2).click();
  await page.getByRole('rowheader').nth(3).getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText('Aktivitetsansvar');
  await page.goBack();
  await expect(page.getByRole('form', { name: 'Markerade rader' })).toContainText('2 markerade');
  await expect(page.getByRole('row', { selected: true })).toHaveCount(2);
  await expect(page.getByRole('rowheader').nth(3).getByRole('link')).toBeFocused();
});

test('everything that matches is selected by one click, and exported', async ({ page }) => {
  await open(page, `${LIST}?status=any-of:needs-action&size=5&columns=civic-number,surname`);
  const matching = await total(page);
  await page.locator(boxes).first().click();
  const bar = page.getByRole('form', { name: 'Markerade rader' });
  await bar.getByRole('button', { name: `Markera alla ${grouped(matching)} som matchar` }).click();
  await expect(page).toHaveURL(/_selection=[0-9a-f]{32}/);
  await expect(bar).toContainText(`${grouped(matching)} markerade`);
  await expect(page.getByRole('row', { selected: true })).toHaveCount(5);
  await page.locator(boxes).nth(2).click();
  await expect(bar).toContainText(`${grouped(matching - 1)} markerade`);
  await page.getByRole('link', { name: 'Nästa', exact: true }).click();
  await expect(page).toHaveURL(/page=2.*_selection=/);
  await expect(bar).toContainText(`${grouped(matching - 1)} markerade`);
  await bar.getByRole('button', { name: 'Avmarkera' }).click();
  await expect(page).not.toHaveURL(/_selection/);
  await expect(bar).toBeHidden();

  await page.locator(boxes).first().click();
  const coming = page.waitForEvent('download');
  await bar.getByRole('button', { name: 'Exportera' }).click();
  expect((await coming).suggestedFilename()).toBe('aktivitetsansvar-2026-11-21.xlsx');
  const [, ...lines] = csvRows((await download(page, /CSV/)).bytes);
  expect(lines).toHaveLength(matching);
});

test('what is selected stays when other rows are asked for, and says how much of it is not shown', async ({ page }) => {
  await open(page, `${LIST}?size=5`);
  await page.locator(boxes).nth(0).click();
  await page.locator(boxes).nth(1).click();
  const bar = page.getByRole('form', { name: 'Markerade rader' });
  await expect(bar.getByRole('status')).toHaveText('2 markerade');
  await find(page, 'finnsingenstans');
  await expect(page.getByText('Inget passar urvalet')).toBeVisible();
  await expect(bar.getByRole('status')).toHaveText('2 markerade, 2 syns inte här');
  await expectNoAxeViolations(page);
  await find(page, '');
  await expect(bar.getByRole('status')).toHaveText('2 markerade');
  await expect(page.getByRole('row', { selected: true })).toHaveCount(2);

  await filter(page, 'Status', 'är', { chosen: ['Avslutad'] });
  await expect(bar.getByRole('status')).toHaveText('2 markerade, 2 syns inte här');
  await page.locator(boxes).first().click();
  await expect(bar.getByRole('status')).toHaveText('3 markerade, 2 syns inte här');
  await bar.getByRole('button', { name: 'Uppdatera aktivitetsansvar' }).click();
  const chosenCases = page.getByText('3 aktivitetsansvar valda, varav 2 inte är med i listan du kom från');
  await expect(chosenCases).toBeVisible();
});

test('Enter in a box keeps what is ticked, and chooses nothing else', async ({ page }) => {
  await open(page, `${LIST}?size=5`);
  await page.locator(boxes).first().click();
  await page.locator(boxes).first().press('Enter');
  await expect(page).toHaveURL(/_selection=/);
  await expect(page.getByRole('form', { name: 'Markerade rader' })).toContainText('1 markerad');
});
