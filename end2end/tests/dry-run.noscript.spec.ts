import { expectNoSidewaysScroll } from './support/frame.ts';
import { expect, test } from './support/test.ts';

test.use({ signedInAs: 'administrator' });

test('the dry run is read, and a municipality chosen', async ({ page }) => {
  await page.goto('/korningar/prov');
  await page.getByLabel('Kommun').selectOption({ label: 'Linköping' });
  await page.getByRole('button', { name: 'Visa' }).click();
  await expect(page.getByText('Vad körningen för Linköping gör')).toBeVisible();
  await page.getByRole('navigation', { name: 'Delar av provkörningen' }).getByRole('link', { name: 'Väntar' }).click();
  await expect(page).toHaveURL('/korningar/prov?kommun=0580&visa=vantar');
  await expectNoSidewaysScroll(page);
});
