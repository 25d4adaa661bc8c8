import { chooseThree } from './support/bulk.ts';
import { expect, expectProblem, open, test } from './support/test.ts';

test.use({ signedInAs: 'neighbour' });

test('a job is followed on when the network has been away', async ({ page, problems }) => {
  await chooseThree(page, 'followed');
  await page.getByLabel(/^Datum för registrering/).nth(1).fill('2026-11-11');
  await page.getByRole('button', { name: 'Spara', exact: true }).click();
  await expect(page.getByText('Klart', { exact: true })).toBeVisible();
  const { pathname } = new URL(page.url());

  // The job is over; that it goes on is made up, and so is the network.
  let isAway = false;
  let isOver = false;
  await page.route('**/api/drawn', async (route) => {
    if (isAway) return route.abort('internetdisconnected');
    const answer = await route.fetch();
    const drawn = (await answer.json()) as Record<string, unknown>;
    return route.fulfill({ response: answer, json: isOver ? drawn : { ...drawn, goes_on: true } });
  });
  await open(page, '/jobb');
  await page.locator(`tbody a[href="${pathname}"]`).first().click();
  await expect(page.getByText('Klart', { exact: true })).toBeVisible();
  isAway = true;
  const told = page.getByRole('alert');
  await expect(told).toContainText('Ingen kontakt med Fyren');
  await expect(told).toContainText('Försöker igen');
  await expect(page.getByText('Klart', { exact: true })).toBeVisible();
  isOver = true;
  isAway = false;
  await expect(told).toHaveCount(0);
  await expect(page.getByText('Klart', { exact: true })).toBeVisible();
  await expectProblem(problems, /ERR_INTERNET_DISCONNECTED|Failed to (load|fetch)/);
});
