import { expect, type Locator, type Page } from '@playwright/test';

import { expectNoAxeViolations } from './accessibility.ts';
import { expectCounts, select, takeBack } from './bulk.ts';
import { card, DEVICES, press, summary } from './casework.ts';
import { fetched, sheetRows } from './export.ts';
import { LIST, OPEN } from './list.ts';
import { expireSession, sendSignIn } from './sign-in.ts';
import { open } from './test.ts';
import { PASSWORD, USERS } from './users.ts';

/** How many cases each device that tells the story has. */
const OWN = 3;

/** Days on which measures begin, later than any that the demo knows of, so that none is in the way. */
const [FOR_ALL, OF_ITS_OWN] = ['2027-08-20', '2027-08-19'];

const FOLLOW_UPS = '/uppfoljning';

/** The rows that a list shows, by their identities. */
export async function rowsOf(page: Page, address: string): Promise<string[]> {
  await page.goto(address);
  const boxes = page.locator('input[name="rows[]"]');
  await expect(boxes.first()).toBeAttached();
  return boxes.evaluateAll((found) => found.map((box) => (box as HTMLInputElement).value));
}

/** Chooses rows of a list, and goes to the form of what is done with them. */
export async function choose(page: Page, list: string, action: string, ids: string[]) {
  await select(page, [
    ['list', list],
    ['search', 'size=50'],
    ['action', action],
    ...ids.map((id): [string, string] => ['rows[]', id]),
  ]);
  await expect(page.locator('.record-form')).toBeVisible();
}

/** Where scripts run: what looks for what breaks the rules is one. */
export async function breaksNoRule(page: Page, device: string) {
  if (!device.endsWith('without script')) await expectNoAxeViolations(page);
}

/** Fills in a measure, in the fields for all or in those of a row. */
async function fillInMeasure(fields: Page | Locator, kind: string, start: string) {
  await fields.getByLabel('Åtgärdstyp').first().selectOption({ label: kind });
  await fields.getByLabel(/^Sysselsättning vid åtgärd/).first().selectOption({ label: 'Arbete' });
  await fields.getByLabel('Startdatum').first().fill(start);
}

/** That a case has a measure that began on a day. */
async function hasMeasure(page: Page, id: string, kind: string, start: string) {
  await open(page, `${LIST}/${id}/atgarder`);
  await expect(card(page, kind).filter({ hasText: start })).toHaveCount(1);
}

/** A measure for two, of which one gets another; who has it already is refused, and opened again in the form. */
export async function measuresForMany(page: Page, device: string) {
  const [first, second, third] = await ownCases(page, device);
  await choose(page, 'cases', 'measures', [first, second]);
  const file = await fetched(page, page.getByRole('link', { name: 'Ta med de valda som fil' }));
  expect(file.name).toMatch(/\.xlsx$/);
  const chosen = await page.locator('.record-row summary').allTextContents();
  const numbers = chosen.map((title) => /\d{8}-\d{4}/.exec(title)?.[0]);
  const [, ...inFile] = sheetRows(file.bytes);
  expect(inFile.map((cells) => cells.find((cell) => /^\d{8}-\d{4}$/.test(cell)))).toEqual(numbers);
  await press(page, 'Registrera');
  await expect(summary(page)).toContainText('Åtgärdstyp saknas');
  await breaksNoRule(page, device);
  const own = page.locator('.record-row').nth(1);
  await own.locator('summary').click();
  await fillInMeasure(own, 'Studie- och yrkesvägledning', OF_ITS_OWN);
  await fillInMeasure(page, 'Praktik', FOR_ALL);
  await press(page, 'Registrera');
  await expectCounts(page, { 'Registrerade åtgärder': 2 });
  const both = page.url();
  await hasMeasure(page, first, 'Praktik', FOR_ALL);
  await hasMeasure(page, second, 'Studie- och yrkesvägledning', OF_ITS_OWN);

  await choose(page, 'cases', 'measures', [first, third]);
  await fillInMeasure(page, 'Praktik', FOR_ALL);
  await press(page, 'Registrera');
  await expectCounts(page, { 'Registrerade åtgärder': 1, 'Kunde inte ändras': 1 });
  const one = page.url();
  const refused = page.getByRole('table').getByRole('row');
  await expect(refused.getByRole('link')).toHaveAttribute('href', new RegExp(`/${first}$`));
  // whoever has it already is opened again, with what was filled in
  await press(page, 'Öppna dem i formuläret igen');
  await expect(page.getByText('1 aktivitetsansvar valt')).toBeVisible();
  await expect(page.locator('#falt-start')).toHaveValue(FOR_ALL);
  await hasMeasure(page, third, 'Praktik', FOR_ALL);

  // nothing is left of it for whoever tells the story again
  await open(page, one);
  await takeBack(page, /registrerade .* för 1 aktivitetsansvar tas bort/, 1);
  await open(page, both);
  await takeBack(page, /registrerade .* för 2 aktivitetsansvar tas bort/, 2);
}

/** A contact with a follow-up for two; each gets another when it is due, and is closed with a reason for all or its own. */
export async function followUpsOfMany(page: Page, device: string) {
  const ids = (await ownCases(page, device)).slice(0, 2);
  // each device has a day of its own
  const day = `2027-03-0${String(DEVICES.indexOf(device) + 1)}`;
  // the register may have been told this story before
  const [call, rung] = [`Kallelse ${Date.now()}`, `Uppringd ${Date.now()}`];
  await choose(page, 'cases', 'contacts', ids);
  await page.locator('#falt-way').selectOption({ label: 'Brev' });
  await page.locator('#falt-heading').fill(call);
  await page.locator('#falt-follows_up').check();
  await page.locator('#falt-follow_up').fill(day);
  await press(page, 'Registrera');
  await expectCounts(page, { 'Registrerade kontakttillfällen': 2 });

  const due = await rowsOf(page, `${FOLLOW_UPS}?size=50&closed=empty&follow-up=on:${day}`);
  expect(due).toHaveLength(2);
  await choose(page, 'follow-ups', 'contacts', due);
  await page.locator('#falt-way').selectOption({ label: 'Telefon' });
  await page.locator('#falt-heading').fill(rung);
  await press(page, 'Registrera');
  await expectCounts(page, { 'Registrerade kontakttillfällen': 2 });
  await expect(page.getByRole('link', { name: 'Till uppföljningarna' })).toBeVisible();

  await choose(page, 'follow-ups', 'close', due);
  await expect(page.getByRole('row').filter({ hasText: day })).toHaveCount(2);
  await breaksNoRule(page, device);
  await page.locator('#falt-reason').fill('Nådd');
  const row = page.getByRole('row').filter({ hasText: day }).first();
  const moved = /\d{8}-\d{4}/.exec((await row.getByRole('rowheader').textContent()) ?? '')?.[0] ?? '';
  await row.getByLabel(/uppföljning 2027/).fill('Har flyttat');
  await press(page, 'Avsluta');
  await expectCounts(page, { 'Avslutade uppföljningar': 2 });
  const reasons: string[] = [];
  for (const id of ids) {
    await open(page, `${LIST}/${id}`);
    await expect(card(page, rung)).toHaveCount(1);
    const isMoved = (await page.locator('.key-facts').textContent())?.includes(moved) ?? false;
    reasons.push(isMoved ? 'Har flyttat' : 'Nådd');
    await expect(card(page, call)).toContainText(`Uppföljningen är avslutad: ${reasons.at(-1)}`);
  }
  expect(reasons.toSorted()).toEqual(['Har flyttat', 'Nådd']);
}

/** What is filled in for many when the session ends is there after signing in, and is not saved. */
export async function signedOutWhileAsking(page: Page, device: string) {
  const [first, second] = await ownCases(page, device);
  await choose(page, 'cases', 'contacts', [first, second]);
  await page.locator('#falt-heading').fill('Möte i väntan på svar');
  await expireSession(page);
  await press(page, 'Registrera');
  await expect(page).toHaveURL(/logga-in\?till=/);
  expect(page.url()).not.toContain('intan');
  await sendSignIn(page, USERS.caseworker, PASSWORD);
  await expect(page.getByRole('alert')).toContainText('Inget av det här är sparat än');
  await expect(page.getByText('2 aktivitetsansvar valda')).toBeVisible();
  await expect(page.locator('#falt-heading')).toHaveValue('Möte i väntan på svar');
}

/** Nothing that other stories do moves these, who are young enough for measures that begin that late. */
async function ownCases(page: Page, device: string): Promise<[string, string, string]> {
  const place = DEVICES.indexOf(device);
  expect(place, 'a device with cases of its own').toBeGreaterThanOrEqual(0);
  const all = await rowsOf(page, `${OPEN}&age=at-most:18&size=50&page=4`);
  const own = all.slice(place * OWN, (place + 1) * OWN);
  expect(own).toHaveLength(OWN);
  return own as [string, string, string];
}
