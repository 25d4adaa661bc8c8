import { readFileSync } from 'node:fs';

import { expect, type Page } from '@playwright/test';

import { expectNoAxeViolations } from './accessibility.ts';
import { card, ownCase, press, remove, saved, summary } from './casework.ts';
import { LIST } from './list.ts';
import { choose, rowsOf } from './many-story.ts';
import { open } from './test.ts';

const TEMPLATES = '/brevmallar';

/** A letter is written from a case, looked at before, fetched, and taken back. */
export async function aLetter(page: Page, device: string) {
  const address = await ownCase(page, 'letter', device);
  await open(page, address);
  await press(page, 'Skriv brev');
  await expect(page.getByRole('heading', { level: 1, name: 'Skriv brev' })).toBeVisible();
  await press(page, 'Förhandsgranska');
  await expect(summary(page).getByRole('link')).toHaveText([/^Mall saknas/]);
  await page.locator('#falt-template').selectOption({ label: 'Påminnelse' });
  await press(page, 'Förhandsgranska');
  await expect(summary(page).getByRole('link')).toHaveText([/^Följs upp saknas/]);
  await page.locator('#falt-follow_up').fill('2026-12-01');
  await press(page, 'Förhandsgranska');

  // what it will be like is shown before anything is written
  const preview = page.getByRole('region', { name: 'Förhandsgranskning' });
  await expect(preview).toContainText('undertecknas av');
  await expect(preview).toContainText('Brevet blir en sida på papper.');
  await expect(preview).toContainText('Hör av dig senast den 1 december 2026');
  const shown = preview.getByRole('link', { name: /^Visa det första brevet som PDF/ });
  const looked = await page.request.get((await shown.getAttribute('href')) ?? '');
  expect(looked.headers()['content-type']).toBe('application/pdf');
  await press(page, 'Skriv brevet');
  await expect(page).toHaveURL(/\/jobb\/\d+/);
  const link = page.getByRole('link', { name: 'Hämta brevet (PDF)' });
  const coming = page.waitForEvent('download');
  await link.click();
  const path = await (await coming).path();
  const pdf = readFileSync(path).toString('latin1');
  expect(pdf.startsWith('%PDF-')).toBe(true);
  expect(pdf).toContain('/StructTreeRoot');
  const job = page.url();

  await open(page, address);
  await expect(card(page, 'Påminnelse').first()).toContainText('Brev');
  await open(page, job);
  await page.getByRole('link', { name: 'Ångra', exact: true }).click();
  await press(page, 'Ångra ändringen');
  await open(page, job);
  await expect(page.getByRole('link', { name: 'Hämta brevet (PDF)' })).toHaveCount(0);
}

/** Of more letters than are shown at once, those before and after are looked at without being asked, and nothing is lost. */
export async function aLongPreview(page: Page) {
  const ids = await rowsOf(page, `${LIST}?size=50&page=5`);
  await choose(page, 'cases', 'letters', ids);
  const template = page.locator('#falt-template');
  await template.selectOption({ label: 'Första brevet' });
  const chosen = await template.inputValue();
  await press(page, 'Förhandsgranska');
  const preview = page.getByRole('region', { name: 'Förhandsgranskning' });
  const letters = preview.locator('.letter-one');
  await expect(preview).toContainText(/Brev 1–25 av \d+/);
  await expect(letters).toHaveCount(25);
  const first = (await letters.first().locator('summary').textContent()) ?? '';
  await expect(preview.getByRole('link', { name: 'Tidigare brev' })).toHaveCount(0);
  await preview.getByRole('link', { name: 'Fler brev' }).click();
  await expect(preview).toContainText(/Brev 26–(\d+) av \1/);
  await expect(letters.first().locator('summary')).not.toHaveText(first);
  await expect(template).toHaveValue(chosen);
  await expect(preview.getByRole('link', { name: 'Fler brev' })).toHaveCount(0);
  await preview.getByRole('link', { name: 'Tidigare brev' }).click();
  await expect(preview).toContainText(/Brev 1–25 av \d+/);
  await expect(letters.first().locator('summary')).toHaveText(first);
}

/** Nothing is wrong with the form of letters and what they will be like, nor with the templates. */
export async function lettersForEverybody(page: Page) {
  await open(page, await ownCase(page, 'letters looked at', 'desktop'));
  await expectNoAxeViolations(page);
  await press(page, 'Skriv brev');
  await press(page, 'Förhandsgranska');
  await expect(summary(page)).toBeVisible();
  await expectNoAxeViolations(page);
  await page.locator('#falt-template').selectOption({ label: 'Första brevet' });
  await press(page, 'Förhandsgranska');
  await expect(page.locator('.letter-page')).toBeVisible();
  await expectNoAxeViolations(page);
}

/** The same for the list of templates and the form of one. */
export async function templatesForEverybody(page: Page) {
  await open(page, TEMPLATES);
  await expectNoAxeViolations(page);
  await page.getByRole('link', { name: 'Första brevet' }).first().click();
  await expect(page.locator('.letter-page')).toBeVisible();
  await expectNoAxeViolations(page);
  await open(page, TEMPLATES);
  await sender(page).click();
  await expectNoAxeViolations(page);
}

function sender(page: Page) {
  return page.getByRole('link', { name: 'Ändra avsändare och kontaktvägar Linköping' });
}

/** Who sends the letters is said, told what is wrong with it, and stands in them. */
export async function aSender(page: Page) {
  await open(page, TEMPLATES);
  await sender(page).click();
  const telephone = page.locator('#falt-telephone');
  const before = await telephone.inputValue();
  await telephone.fill('ring');
  await press(page, 'Spara avsändaren');
  await expect(summary(page).getByRole('link')).toHaveText([/^Telefonnumret innehåller annat än siffror/]);
  await telephone.fill('08-465 004 99');
  await press(page, 'Spara avsändaren');
  await expect(saved(page)).toContainText('Avsändaren är sparad.');
  await page.getByRole('region', { name: 'Linköping' }).getByRole('link', { name: 'Första brevet' }).click();
  await expect(page.locator('.letter-sender')).toContainText('08-465 004 99');
  await open(page, TEMPLATES);
  await sender(page).click();
  await telephone.fill(before);
  await press(page, 'Spara avsändaren');
  await expect(saved(page)).toContainText('Avsändaren är sparad.');
}

/** A template is written, told what is wrong with it, looked at, changed and removed. */
export async function aTemplate(page: Page, device: string) {
  // the register may have been told this story before
  const name = `Kallelse ${device} ${Date.now()}`;
  await open(page, TEMPLATES);
  await page.getByRole('link', { name: 'Ny brevmall' }).click();
  await page.locator('#falt-municipality').selectOption({ label: 'Linköping' });
  await page.locator('#falt-name').fill(name);
  const text = page.locator('#falt-text');
  await text.fill('Hej {personnummer}!');
  await press(page, 'Spara mallen');
  await expect(summary(page).getByRole('link')).toHaveText([/^Rad 1: fältet {personnummer} finns inte/]);
  await text.fill('Hej {förnamn}! <b>#panic()</b>');
  await press(page, 'Förhandsgranska');
  await expect(page.locator('.letter-page')).toContainText('Hej Kim! <b>#panic()</b>');
  await press(page, 'Spara mallen');
  await expect(saved(page)).toContainText('Mallen är sparad.');
  await page.getByRole('link', { name, exact: true }).click();
  await expect(text).toHaveValue('Hej {förnamn}! <b>#panic()</b>');
  await text.fill('Hej!');
  await press(page, 'Spara mallen');
  await page.getByRole('link', { name, exact: true }).click();
  await expect(text).toHaveValue('Hej!');
  await remove(page, 'Ta bort mallen', 'Ja, ta bort mallen');
  await expect(saved(page)).toContainText('Mallen är borttagen.');
  await expect(page.getByRole('link', { name, exact: true })).toHaveCount(0);
}
