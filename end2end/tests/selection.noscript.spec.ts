import { filter, grouped, LIST, total } from './support/list.ts';
import { expect, open, test } from './support/test.ts';

test.use({ signedInAs: 'caseworker' });

const boxes = 'tbody .cell-select input';

test('rows of several pages are selected by forms', async ({ page }) => {
  await open(page, `${LIST}?size=5`);
  const matching = await total(page);
  const bar = page.getByRole('form', { name: 'Markerade rader' });
  await expect(bar).toBeHidden();
  await page.locator(boxes).first().check();
  await bar.getByRole('button', { name: `Markera alla ${grouped(matching)} som matchar` }).click();
  await expect(bar).toContainText(`${grouped(matching)} markerade`);
  await expect(page.locator(boxes).first()).toBeChecked();
  await bar.getByRole('button', { name: 'Avmarkera' }).click();
  await expect(bar).toBeHidden();
  await page.locator(boxes).first().check();
  await page.locator(boxes).nth(2).check();
  await bar.getByRole('button', { name: 'Uppdatera aktivitetsansvar' }).click();
  await expect(page.getByText('2 aktivitetsansvar valda')).toBeVisible();
});

test('what the server keeps as selected stays when other rows are asked for', async ({ page }) => {
  await open(page, `${LIST}?size=5`);
  const bar = page.getByRole('form', { name: 'Markerade rader' });
  await page.locator(boxes).first().check();
  await page.locator(boxes).first().press('Enter');
  await expect(bar.getByRole('status')).toHaveText('1 markerad');
  await filter(page, 'Status', 'är', { chosen: ['Avslutad'] });
  await expect(bar.getByRole('status')).toHaveText('1 markerad, 1 syns inte här');
  await bar.getByRole('button', { name: 'Uppdatera aktivitetsansvar' }).click();
  await expect(page.getByText('1 aktivitetsansvar valt, varav 1 inte är med i listan du kom från')).toBeVisible();
  await page.goBack();
  await bar.getByRole('button', { name: 'Avmarkera alla' }).click();
  await expect(bar).toBeHidden();
});
