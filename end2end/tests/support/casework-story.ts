import { expect, type Page } from '@playwright/test';

import { add, card, ownCase, press, remove, saved, summary } from './casework.ts';
import { open } from './test.ts';

/** A measure is registered, ended and removed, and what is wrong with it is told at its fields. */
export async function aMeasure(page: Page, device: string) {
  const address = await ownCase(page, 'measure', device);
  await add(page, `${address}/atgarder`, 'Registrera åtgärd');
  await press(page, 'Registrera åtgärden');
  await expect(summary(page).getByRole('link')).toHaveText([/^Åtgärdstyp saknas/, /^Startdatum saknas/]);
  await page.getByLabel('Åtgärdstyp').selectOption({ label: 'Studie- och yrkesvägledning' });
  await page.getByLabel('Startdatum').fill('2026-11-20');
  await page.getByLabel(/^Slutdatum/).fill('2026-11-19');
  await page.getByLabel(/^Anteckningar/).fill('Ringer på torsdag.');
  await press(page, 'Registrera åtgärden');
  await expect(summary(page)).toContainText('Inget sparades');
  await expect(page.getByLabel(/^Anteckningar/)).toHaveValue('Ringer på torsdag.');
  expect(page.url()).not.toContain('torsdag');

  await page.getByLabel(/^Slutdatum/).fill('');
  await press(page, 'Registrera åtgärden');
  await expect(saved(page)).toContainText('Åtgärden är registrerad.');
  const measure = card(page, 'Ringer på torsdag.');
  await expect(measure).toContainText('2026-11-20');
  await measure.getByRole('link', { name: /^Ändra eller avsluta/ }).click();
  await page.getByLabel(/^Slutdatum/).fill('2026-11-21');
  await press(page, 'Spara');
  await expect(summary(page)).toBeVisible();
  await page.getByLabel(/^Sysselsättning efter/).selectOption({ index: 1 });
  await page.getByLabel(/^Orsak avslutad/).selectOption({ index: 1 });
  await press(page, 'Spara');
  await expect(saved(page)).toContainText('Åtgärden är sparad.');
  await expect(measure).toContainText('2026-11-21');

  await measure.getByRole('link', { name: /^Ändra eller avsluta/ }).click();
  await remove(page, 'Ta bort åtgärden', 'Ja, ta bort åtgärden');
  await expect(saved(page)).toContainText('Åtgärden är borttagen.');
  await expect(measure).toHaveCount(0);
}

/** A contact is registered with a follow-up, which is closed with a reason, and removed. */
export async function aContact(page: Page, device: string) {
  const address = await ownCase(page, 'contact', device);
  await add(page, address, 'Registrera kontakt');
  await page.getByLabel('Orsak', { exact: true }).fill(`Hembesök ${device}`);
  await page.getByLabel(/^Kontaktsätt/).selectOption({ label: 'Telefon' });
  await page.getByLabel(/^Uppföljningsdatum/).fill('2035-01-01');
  await press(page, 'Registrera kontakttillfället');
  await expect(summary(page)).toContainText('ligger för långt fram');
  // the day alone says that it is to be followed up
  await page.getByLabel(/^Uppföljningsdatum/).fill('2026-12-01');
  await press(page, 'Registrera kontakttillfället');
  await expect(saved(page)).toContainText('Kontakttillfället är registrerat.');
  const contact = card(page, `Hembesök ${device}`);
  await expect(contact).toContainText('Följs upp');
  await contact.getByRole('link', { name: /^Ändra/ }).click();
  await page.getByLabel(/^Orsak avslutad/).fill('Har svarat');
  await press(page, 'Spara');
  await expect(saved(page)).toContainText('Kontakttillfället är sparat.');
  await expect(contact).toContainText('Uppföljningen är avslutad: Har svarat');
  await contact.getByRole('link', { name: /^Ändra/ }).click();
  await remove(page, 'Ta bort kontakttillfället', 'Ja, ta bort kontakttillfället');
  await expect(saved(page)).toContainText('Kontakttillfället är borttaget.');
  await expect(contact).toHaveCount(0);
}

/** A number is added as it is typed, shown as numbers are, called and written to; then it is removed. */
export async function aWayToReach(page: Page, device: string) {
  const address = await ownCase(page, 'detail', device);
  await add(page, `${address}/kontaktuppgifter`, 'Lägg till kontaktuppgift');
  await page.locator('select[name="fields[kind]"]').selectOption({ label: 'Mobiltelefon' });
  await page.getByLabel('Kontaktinformation').fill('på jobbet');
  await press(page, 'Lägg till kontaktuppgiften');
  await expect(page.getByLabel('Kontaktinformation')).toHaveAttribute('aria-invalid', 'true');
  await page.getByLabel('Kontaktinformation').fill('0701740688');
  await press(page, 'Lägg till kontaktuppgiften');
  await expect(saved(page)).toContainText('Kontaktuppgiften är sparad.');
  const line = page.locator('.detail').filter({ hasText: '070-174 06 88' });
  await expect(line.getByRole('link', { name: '070-174 06 88', exact: true })).toHaveAttribute('href', 'tel:+46701740688');
  await expect(line.getByRole('link', { name: /^Skicka sms/ })).toHaveAttribute('href', 'sms:+46701740688');
  await line.getByRole('link', { name: /^Ändra/ }).click();
  await remove(page, 'Ta bort kontaktuppgiften', 'Ja, ta bort den');
  await expect(line).toHaveCount(0);
}

/** The one postal address is entered, changed and removed. */
export async function aPostalAddress(page: Page, device: string) {
  const address = await ownCase(page, 'address', device);
  await open(page, `${address}/adresser/post`);
  // the demo gives some people one
  if ((await page.locator('.record-removal').count()) > 0) {
    await remove(page, 'Ta bort postadressen', 'Ja, ta bort postadressen');
    await expect(saved(page)).toBeVisible();
  }
  await add(page, `${address}/adresser`, 'Lägg till postadress');
  await page.getByLabel('Adressrad 1').fill('Box 12');
  await page.getByLabel(/^Postnummer/).fill('602');
  await page.getByLabel(/^Postort/).fill('Norrköping');
  await press(page, 'Spara postadressen');
  await expect(page.getByLabel(/^Postnummer/)).toHaveAttribute('aria-invalid', 'true');
  await page.getByLabel(/^Postnummer/).fill('602 20');
  await press(page, 'Spara postadressen');
  await expect(saved(page)).toContainText('Postadressen är sparad.');
  await expect(page.locator('.address-cards')).toContainText('Box 12');
  await expect(page.getByRole('link', { name: 'Lägg till postadress' })).toHaveCount(0);
  await page.getByRole('link', { name: /^Ändra: / }).click();
  await remove(page, 'Ta bort postadressen', 'Ja, ta bort postadressen');
  await expect(page.locator('.address-cards')).not.toContainText('Box 12');
}

/** The case's own fields are changed; what the run alone sets is shown, and says so. */
export async function theResponsibility(page: Page, device: string) {
  const address = await ownCase(page, 'responsibility', device);
  await open(page, `${address}/aktivitetsansvaret`);
  await page.getByRole('link', { name: 'Ändra', exact: true }).click();
  await expect(page.getByText(/Ett aktivitetsansvar kan inte avslutas för hand/).first()).toBeVisible();
  await page.getByLabel(/^Studier annan skolform/).fill('2026-11-22');
  await page.getByLabel(/^Anteckningar/).fill(`Går på folkhögskola ${device}`);
  await press(page, 'Spara');
  await expect(saved(page)).toContainText('Till och med 2026-11-22 är statusen Studier annan skolform');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Studier annan skolform');
  await page.getByRole('link', { name: 'Ändra', exact: true }).click();
  await page.getByLabel(/^Studier annan skolform/).fill('');
  await press(page, 'Spara');
  await expect(saved(page)).toContainText('Individen syns i standardurvalet igen');
}
