import { expectNoAxeViolations } from './support/accessibility.ts';
import { chooseThree } from './support/bulk.ts';
import { openMenu } from './support/frame.ts';
import { expect, open, test } from './support/test.ts';

test.use({ signedInAs: 'neighbour' });

test('a job is found again in the list of jobs, which leads to its page and back', async ({ page }, { project }) => {
  await chooseThree(page, `jobs ${project.name}`);
  await page.getByLabel(/^Datum för registrering/).nth(1).fill('2026-11-13');
  await page.getByRole('button', { name: 'Spara', exact: true }).click();
  await expect(page.getByText('Klart', { exact: true })).toBeVisible();
  const { pathname } = new URL(page.url());

  await open(page, '/');
  const menu = await openMenu(page);
  await menu.getByRole('link', { name: 'Jobb' }).click();
  await expect(page).toHaveURL('/jobb');
  await expect(page.getByRole('heading', { level: 1, name: 'Jobb' })).toBeVisible();
  const job = page.locator(`tbody a[href="${pathname}"]`).first();
  await expect(job).toBeVisible();
  await expectNoAxeViolations(page);
  await job.click();
  await expect(page.getByRole('heading', { level: 1, name: 'Uppdatera aktivitetsansvar' })).toBeVisible();
  await expect(page.getByText('Klart', { exact: true })).toBeVisible();
  await page.getByRole('navigation', { name: 'Du är här' }).getByRole('link', { name: 'Jobb' }).click();
  await expect(page).toHaveURL('/jobb');
  await expect(job).toBeVisible();
});
