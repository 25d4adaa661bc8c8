import { PROVIDER } from './support/provider-story.ts';
import { expectSignedIn, SIGN_IN } from './support/sign-in.ts';
import { expect, open, test } from './support/test.ts';

test.use({ signedInAs: 'accessAdministrator', goesTo: PROVIDER });

/** A personal number of the published series for tests. */
const NUMBER = '20080817-2381';

test('an administrator writes a personal number, and its owner signs in by an e-identification', async ({ page, openElsewhere }) => {
  await open(page, '/behorigheter');
  await page.getByRole('link', { name: 'Leila Haddad' }).click();
  await page.getByRole('link', { name: 'Ändra användaruppgifter' }).click();
  const number = page.getByLabel('Personnummer', { exact: true });
  await number.fill('20080817-2382');
  await page.getByRole('button', { name: 'Spara' }).click();
  await expect(page.getByText('Personnumrets kontrollsiffra stämmer inte.').first()).toBeVisible();
  await number.fill(NUMBER);
  await page.getByRole('button', { name: 'Spara' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Leila Haddad' })).toBeVisible();
  await expect(page.getByText('20080817-••••')).toBeVisible();
  await expect(page.getByText(NUMBER)).toHaveCount(0);

  const elsewhere = await openElsewhere();
  await elsewhere.goto(SIGN_IN);
  await elsewhere.getByRole('link', { name: 'Logga in med e-legitimation' }).click();
  await elsewhere.getByLabel('HSA-id på kortet').fill(NUMBER.replace('-', ''));
  await elsewhere.getByRole('button', { name: 'Visa' }).click();
  await expectSignedIn(elsewhere);
  await expect(elsewhere.getByText('Leila Haddad').first()).toBeVisible();

  await page.getByRole('link', { name: 'Ändra användaruppgifter' }).click();
  await page.getByLabel('Personnummer', { exact: true }).fill('');
  await page.getByRole('button', { name: 'Spara' }).click();
  await expect(page.getByText('20080817-••••')).toHaveCount(0);
});
