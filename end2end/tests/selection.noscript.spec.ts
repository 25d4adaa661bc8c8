import { grouped, LIST, total } from './support/list.ts';
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
