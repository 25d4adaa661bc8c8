import { type Page } from '@playwright/test';

import { LIST } from './list.ts';
import { expectSignedIn, SIGN_IN } from './sign-in.ts';
import { expect } from './test.ts';

/** Where the provider is, as provider/providers.json names it. */
export const PROVIDER = 'http://127.0.0.1:3918';

/** The card of Johan Sandell, as the demo writes it. */
const CARD = 'SE2120000456-0B18';

/** Shows a card at the provider, which a browser without one writes the HSA-id of. */
async function showCard(page: Page, hsaId: string) {
  await expect(page.getByRole('heading', { name: 'Visa kortet' })).toBeVisible();
  await page.getByLabel('HSA-id på kortet').fill(hsaId);
  await page.getByRole('button', { name: 'Visa' }).click();
}

async function toTheProvider(page: Page) {
  // who shows a card is somebody else than who showed one before, and the provider would ask about that
  await page.context().clearCookies({ name: /^_session/ });
  await page.getByRole('link', { name: 'Logga in med SITHS' }).click();
}

/** A card that nobody has, one that is not shown, and one that signs its user in and leads to the page that was asked for. */
export async function tellOfACard(page: Page) {
  await page.goto(LIST);
  await toTheProvider(page);
  await showCard(page, 'SE2120000456-9999');
  await expect(page.getByRole('heading', { name: 'Inloggningen gick inte igenom' })).toBeVisible();
  await expect(page.getByRole('alert')).toContainText('Ingen användare har det HSA-id eller personnummer som du loggade in med.');
  await expect(page.getByText('Läs in kortet på nytt')).toBeVisible();
  await page.getByRole('link', { name: 'Till inloggningen' }).click();
  await expect(page).toHaveURL(`${SIGN_IN}?till=${encodeURIComponent(LIST)}`);

  await toTheProvider(page);
  await page.getByRole('button', { name: 'Avbryt' }).click();
  await expect(page.getByRole('alert')).toContainText('Inloggningen avbröts eller nekades av inloggningstjänsten.');
  await page.getByRole('link', { name: 'Till inloggningen' }).click();

  await toTheProvider(page);
  await showCard(page, CARD.toLowerCase());
  await expect(page).toHaveURL(LIST);
  await expectSignedIn(page);
  await page.goBack();
  await page.goto(SIGN_IN);
  await page.getByRole('link', { name: 'Hjälp när kortet inte fungerar' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Hjälp när kortet inte fungerar' })).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
}
