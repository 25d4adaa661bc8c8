import { LIST, openCase, rows } from './support/list.ts';
import { VIGGO } from './support/people.ts';
import { expect, expectProblem, open, test } from './support/test.ts';
import { openMenu } from './support/frame.ts';

test.describe('the auditor', () => {
  test.use({ signedInAs: 'auditor' });

  test('reads the log, and no case', async ({ page, problems }) => {
    await open(page, '/');
    const menu = await openMenu(page);
    await expect(menu.getByRole('link')).toHaveText(['Start', 'Användare', 'Logg', 'Register per datum', 'Meddelanden', 'Min sida']);
    await menu.getByRole('link', { name: 'Logg', exact: true }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Logg' })).toBeVisible();
    await expect(page.getByText('De senaste posterna är oförändrade')).toBeVisible();
    await expect(rows(page).filter({ hasText: /\S/ })).toHaveCount(15);
    await page.getByRole('link', { name: 'Nästa', exact: true }).click();
    await expect(page).toHaveURL('/logg?page=2');
    await expect(page.getByRole('status').filter({ hasText: /^16–30 av/ })).toBeVisible();

    const answer = await page.goto(LIST);
    expect(answer?.status()).toBe(403);
    await expect(page.getByRole('alert')).toContainText('Din roll når inte hit');
    // he has no other role that he could switch to
    await expect(page.getByRole('alert')).toContainText('Be den som ansvarar för behörigheter');
    await expect(page.getByRole('alert')).not.toContainText('Byt roll');
    await expect(rows(page)).toHaveCount(0);
    await expectProblem(problems, /403/);
  });
});

test.describe('a caseworker of another municipality', () => {
  test.use({ signedInAs: 'neighbour' });

  test('does not learn that a case is there', async ({ page, openElsewhere, problems }) => {
    const norrkoping = await openElsewhere('caseworker');
    const address = await openCase(norrkoping, VIGGO.civicNumber);

    for (const hidden of [address, `${address}/tidslinje`, `${LIST}/999999999`]) {
      const answer = await page.goto(hidden);
      expect(answer?.status(), hidden).toBe(404);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sidan finns inte');
      await expect(page.getByText(/Viggo|Dahl|2008/)).toHaveCount(0);
    }
    await expectProblem(problems, /404/);
  });
});
