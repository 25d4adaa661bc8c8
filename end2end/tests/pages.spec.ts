import { grouped, LIST, order, rows, span, total } from './support/list.ts';
import { expect, open, test } from './support/test.ts';

test.use({ signedInAs: 'caseworker' });

test('rows per page, the next page, and a page by its number', async ({ page }) => {
  await open(page, LIST);
  const all = await total(page);
  await page.getByRole('link', { name: '5', exact: true }).click();
  await expect(rows(page)).toHaveCount(5);
  await expect(span(page)).toHaveText(`1–5 av ${grouped(all)}`);
  await page.getByRole('link', { name: 'Nästa', exact: true }).click();
  await expect(span(page)).toHaveText(`6–10 av ${grouped(all)}`);
  const number = page.getByLabel('Sida', { exact: true });
  await expect(number).toHaveValue('2');
  await number.fill('4');
  await number.press('Enter');
  await expect(span(page)).toHaveText(`16–20 av ${grouped(all)}`);
  await expect(page).toHaveURL(`${LIST}?page=4&size=5`);
  await page.getByRole('link', { name: 'Föregående' }).click();
  await expect(page).toHaveURL(`${LIST}?page=3&size=5`);
});

test('Back and Forward restore the list, and a reload keeps it', async ({ page }) => {
  await open(page, `${LIST}?sort=-registered`);
  await page.getByRole('link', { name: '25', exact: true }).click();
  await expect(rows(page)).toHaveCount(25);
  await page.getByRole('link', { name: 'Nästa', exact: true }).click();
  await expect(span(page)).toHaveText(/^26–50 /);
  const opened = rows(page).nth(2);
  const name = await opened.getByRole('link').getAttribute('aria-label');
  await opened.getByRole('link').click();
  await expect(page).toHaveURL(/\/aktivitetsansvar\/\d+\?lista=[^&]+$/);

  await page.goBack();
  await expect(span(page)).toHaveText(/^26–50 /);
  await expect(order(page)).toHaveText('Sorterat på Registrerad ↓');
  await expect(rows(page).nth(2).getByRole('link')).toHaveAttribute('aria-label', String(name));
  await page.goBack();
  await expect(span(page)).toHaveText(/^1–25 /);
  await page.goBack();
  await expect(span(page)).toHaveText(/^1–15 /);
  await page.goForward();
  await page.goForward();
  await expect(span(page)).toHaveText(/^26–50 /);
  await page.reload();
  await expect(span(page)).toHaveText(/^26–50 /);
  await expect(order(page)).toHaveText('Sorterat på Registrerad ↓');
});
