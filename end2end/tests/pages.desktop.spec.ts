import { grouped, LIST, rows, span, total } from './support/list.ts';
import { expect, open, test } from './support/test.ts';

test.use({ signedInAs: 'caseworker' });

test('beyond the end the last page is shown, and said to be', async ({ page }) => {
  await open(page, `${LIST}?page=9999&size=50`);
  const all = await total(page);
  const last = Math.ceil(all / 50);
  await expect(page.getByRole('status').filter({ hasText: '9999' })).toContainText(String(last));
  await expect(page.getByLabel('Sida', { exact: true })).toHaveValue(String(last));
  await expect(span(page)).toHaveText(`${(last - 1) * 50 + 1}–${all} av ${grouped(all)}`);
  await expect(page.getByRole('link', { name: 'Nästa', exact: true })).toHaveCount(0);
});

test('the breadcrumb of a case leads back to the list as it was', async ({ page }) => {
  await open(page, `${LIST}?sort=-registered&page=2`);
  await rows(page).first().getByRole('link').click();
  await expect(page).toHaveURL(/\?lista=/);
  await page.reload();
  await page.getByRole('navigation', { name: 'Delar av ärendet' }).getByRole('link', { name: 'Adresser' }).click();
  await page.getByRole('navigation', { name: 'Du är här' }).getByRole('link', { name: 'Aktivitetsansvar' }).click();
  await expect(page).toHaveURL(`${LIST}?sort=-registered&page=2`);
  await expect(span(page)).toHaveText(/^16–30 /);
});
