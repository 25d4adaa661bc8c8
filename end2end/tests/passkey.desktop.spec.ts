import { type Page } from '@playwright/test';

import { expectNoAxeViolations } from './support/accessibility.ts';
import { changePassword, OWN_PAGE } from './support/own-page-story.ts';
import { makeUser } from './support/register.ts';
import { expectSignedIn, sendSignIn, SIGN_IN } from './support/sign-in.ts';
import { expect, hydrated, open, test } from './support/test.ts';

const CHOSEN = 'tre gula paraplyer';

// Browsers give passkeys to names alone, and not to the number that the other stories ask.
test.use({ baseURL: async ({ baseURL }, use) => use(baseURL?.replace('127.0.0.1', 'localhost')) });

/** Gives the browser an authenticator, which is unlocked as soon as it is asked, and says how to lock it. */
async function authenticator(page: Page) {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    unlocks: (isUserVerified: boolean) => session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
    forgets: () => session.send('WebAuthn.clearCredentials', { authenticatorId }),
  };
}

async function signOut(page: Page) {
  await page.getByRole('button', { name: 'Logga ut' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Logga in' })).toBeVisible();
}

test('a passkey is added, signs in with and without a password, and is removed', async ({ page }) => {
  const phone = await authenticator(page);
  const { userName, password } = makeUser();
  await page.goto(SIGN_IN);
  await sendSignIn(page, userName, password);
  await changePassword(page, password, CHOSEN);
  await expectSignedIn(page);

  await open(page, OWN_PAGE);
  const form = page.locator('form', { has: page.getByRole('button', { name: 'Lägg till passkey' }) });
  await form.getByLabel('Ditt lösenord').fill(CHOSEN);
  await form.getByRole('button', { name: 'Lägg till passkey' }).click();
  await expect(page.getByRole('alert')).toContainText('Ge din passkey ett namn');
  await expect(form.getByLabel('Namn på en ny passkey')).toHaveAttribute('aria-invalid', 'true');
  await expectNoAxeViolations(page);
  await form.getByLabel('Namn på en ny passkey').fill('Telefonen');
  await form.getByLabel('Ditt lösenord').fill(CHOSEN);
  await form.getByRole('button', { name: 'Lägg till passkey' }).click();
  await hydrated(page);
  await expect(page.getByRole('heading', { name: 'Skapa din passkey' })).toBeVisible();
  await expectNoAxeViolations(page);

  // nobody has unlocked it: nothing is posted, and one tries again
  await phone.unlocks(false);
  await page.getByRole('button', { name: 'Skapa passkey' }).click();
  await expect(page.locator('.passkey-problem')).toContainText('Ingen passkey svarade');
  await phone.unlocks(true);
  await page.getByRole('button', { name: 'Skapa passkey' }).click();
  await expect(page.locator('.notice-good')).toContainText('Passkeyn är tillagd');
  await expect(page.locator('.own-passkeys')).toContainText('Telefonen');
  await expectNoAxeViolations(page);

  await signOut(page);
  await expectNoAxeViolations(page);
  await page.getByRole('button', { name: 'Logga in med passkey' }).click();
  await expectSignedIn(page);
  await open(page, OWN_PAGE);
  await expect(page.locator('.own-passkeys')).not.toContainText('aldrig');

  await signOut(page);
  await sendSignIn(page, userName, CHOSEN);
  await expect(page.getByRole('heading', { level: 1, name: 'Använd din passkey' })).toBeVisible();
  await expect(page.getByLabel('Kod')).toHaveCount(0);
  await expectNoAxeViolations(page);
  await page.getByRole('button', { name: 'Logga in med passkey' }).click();
  await expectSignedIn(page);

  await open(page, OWN_PAGE);
  await page.getByLabel('Ditt lösenord').last().fill(CHOSEN);
  await page.getByRole('button', { name: 'Ta bort Telefonen' }).click();
  await expect(page.locator('.notice-good')).toContainText('Passkeyn är borttagen');
  await expect(page.getByText('Du har ingen passkey.')).toBeVisible();

  // the telephone still has it, and it opens nothing
  await signOut(page);
  await page.getByRole('button', { name: 'Logga in med passkey' }).click();
  await expect(page.getByRole('alert').first()).toContainText('Ingen här har den passkeyn');
  await phone.forgets();
  await sendSignIn(page, userName, CHOSEN);
  await expectSignedIn(page);
});
