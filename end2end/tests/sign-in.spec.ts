import { sendSignIn, signIn, expireSession, SIGN_IN } from './support/sign-in.ts';
import { expect, expectProblem, test } from './support/test.ts';
import { PASSWORD, USERS } from './support/users.ts';

const LISTED = '/aktivitetsansvar?sort=-registered&size=25';
const NEXT = '/aktivitetsansvar?sort=-registered&page=2&size=25';

test('a wrong password is told in Swedish, the right one leads on to the page that was asked for', async ({ page }) => {
  await page.goto(LISTED);
  await expect(page).toHaveURL(`${SIGN_IN}?till=${encodeURIComponent(LISTED)}`);
  await expect(page.getByText('Logga in för att fortsätta där du var.')).toBeVisible();

  await sendSignIn(page, USERS.colleague, 'fel');
  const summary = page.getByRole('alert', { name: 'Inloggningen gick inte igenom' });
  await expect(summary).toContainText('Användarnamnet eller lösenordet stämmer inte.');
  await expect(page.getByLabel('Användarnamn')).toHaveValue(USERS.colleague);
  await expect(page.getByLabel('Lösenord')).toHaveValue('');
  await expect(page).not.toHaveURL(new RegExp(USERS.colleague));

  await summary.getByRole('link').click();
  await expect(page.getByLabel('Användarnamn')).toBeFocused();

  await sendSignIn(page, USERS.colleague, PASSWORD);
  await expect(page).toHaveURL(LISTED);
  await expect(page.getByRole('heading', { level: 1, name: 'Aktivitetsansvar' })).toBeVisible();
});

test('a session that has expired in the middle of a click leads through signing in to the same place', async ({
  page,
  problems,
}) => {
  await signIn(page, USERS.colleague, LISTED);
  await expireSession(page);
  await page.getByRole('link', { name: 'Nästa', exact: true }).click();
  await expect(page).toHaveURL(`${SIGN_IN}?till=${encodeURIComponent(NEXT)}`);
  await expectProblem(problems, /401/);
  await sendSignIn(page, USERS.colleague, PASSWORD);
  await expect(page).toHaveURL(NEXT);
  await expect(page.getByLabel('Sida', { exact: true })).toHaveValue('2');
});
