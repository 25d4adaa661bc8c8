import { expectNoAxeViolations } from './support/accessibility.ts';
import { chooseThree, select } from './support/bulk.ts';
import { LIST } from './support/list.ts';
import { expect, test } from './support/test.ts';

test.use({ signedInAs: 'neighbour' });

test('axe finds nothing where rows are changed, in the report and where it is taken back', async ({ page }) => {
  const ids = await chooseThree(page, 'axe');
  await expectNoAxeViolations(page);
  await page.getByLabel(/^Datum för registrering/).nth(1).fill('2027-01-01');
  await page.getByRole('button', { name: 'Spara', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('Inget sparades');
  await expectNoAxeViolations(page);
  await page.getByRole('link', { name: 'Visa rapporten' }).click();
  await expect(page.getByText('Klart', { exact: true })).toBeVisible();
  await expectNoAxeViolations(page);
  expect(ids).toHaveLength(3);
});

test('everything that matches is frozen, and reset and cancel change nothing', async ({ page }) => {
  await page.goto(LIST);
  await select(page, [['list', 'cases'], ['search', 'size=5'], ['all', '1'], ['action', 'update']]);
  await expect(page.getByRole('heading', { name: /^Alla [\d\s]+ får det här$/ })).toBeVisible();
  await expect(page.locator('.bulk-row')).toHaveCount(50);
  await page.getByRole('button', { name: /^Spara för alla/ }).click();
  await expect(page.getByRole('alert')).toContainText('Inget sparades');
  await page.getByRole('link', { name: /^Fyll i minst ett värde/ }).click();
  await expect(page.getByLabel('Datum för registrering: Alla').first()).toBeFocused();
  await page.getByLabel('Sysselsättning vid registrering: Alla').last().selectOption({ label: 'Arbete' });
  await page.getByRole('button', { name: 'Verkställ' }).click();
  await expect(page.getByText(/^Nu: /).first()).toBeVisible();
  await page.getByRole('link', { name: 'Återställ' }).click();
  await expect(page.getByText(/^Nu: /)).toHaveCount(0);
  await page.getByRole('link', { name: 'Avbryt' }).last().click();
  await expect(page).toHaveURL(`${LIST}?size=5`);
});
