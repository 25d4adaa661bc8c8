import { chooseThree } from './support/bulk.ts';
import { expireSession, sendSignIn, SIGN_IN } from './support/sign-in.ts';
import { expect, test } from './support/test.ts';
import { PASSWORD, USERS } from './support/users.ts';

test.use({ signedInAs: 'neighbour' });

test('what is filled in when the session ends is there after signing in, and is not saved', async ({ page }, { project }) => {
  await chooseThree(page, `signed out ${project.name}`);
  const first = page.locator('.bulk-row').first().getByLabel(/^Datum för registrering/);
  const before = await first.inputValue();
  await first.fill('2026-11-12');
  await expireSession(page);
  await page.getByRole('button', { name: 'Spara', exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`${SIGN_IN}\\?till=`));
  expect(page.url()).not.toContain('2026-11-12');

  await sendSignIn(page, USERS.neighbour, PASSWORD);
  await expect(page.getByRole('alert')).toContainText('Inget av det här är sparat än');
  await expect(first).toHaveValue('2026-11-12');
  await expect(page.getByText(`Nu: ${before}`)).toBeVisible();
  await page.getByRole('button', { name: 'Spara', exact: true }).click();
  await expect(page.getByText('Klart', { exact: true })).toBeVisible();
});
