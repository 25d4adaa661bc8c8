import { type Page } from '@playwright/test';

import { expect, open } from './test.ts';

export const MESSAGES = '/meddelanden';

/** How many messages the reader of a page has not read, as its header says it. */
export async function unread(page: Page): Promise<number> {
  const name = await page.getByRole('banner').getByRole('link', { name: /^Meddelanden/ }).getAttribute('aria-label');
  return Number(/olästa: (\d+)/.exec(name ?? '')?.[1] ?? 0);
}

const row = (page: Page, subject: string) => page.getByRole('listitem').filter({ hasText: subject }).first();

/** A message is written, warned of, sent, read, answered and put away. */
export async function tellOfAMessage(writer: Page, reader: Page, names: { writer: string; reader: string }, story: string) {
  const subject = `Möte om planen ${story} ${String(Date.now())}`;
  await open(reader, '/');
  const before = await unread(reader);

  await open(writer, '/');
  await writer.getByRole('banner').getByRole('link', { name: /^Meddelanden/ }).click();
  await expect(writer.getByRole('heading', { level: 1, name: 'Meddelanden' })).toBeVisible();
  await writer.getByRole('link', { name: 'Skriv meddelande' }).click();
  await writer.getByRole('button', { name: 'Skicka' }).click();
  const alert = writer.getByRole('alert');
  for (const missing of ['Ingen mottagare är vald', 'Ämne saknas', 'Meddelande saknas']) {
    await expect(alert).toContainText(missing);
  }
  await writer.getByRole('checkbox', { name: names.reader }).check();
  await writer.getByLabel('Ämne').fill(subject);
  await writer.getByLabel('Meddelande', { exact: true }).fill('Gäller 20080817-2381.\nVi ses klockan nio.');
  await writer.getByRole('button', { name: 'Skicka' }).click();
  // nothing of the register goes into a message unnoticed
  await expect(alert).toContainText('personnummer');
  await expect(writer.getByRole('checkbox', { name: names.reader })).toBeChecked();
  await writer.getByLabel('Meddelande', { exact: true }).fill('Vi ses klockan nio.\nTa med listan.');
  await writer.getByRole('button', { name: 'Skicka' }).click();
  await expect(writer.locator('.notice-good')).toContainText('Meddelandet är skickat');
  await row(writer, subject).getByRole('link').click();
  await expect(writer.getByText('Läst av 0 av 1')).toBeVisible();

  await open(reader, MESSAGES);
  expect(await unread(reader)).toBe(before + 1);
  await expect(row(reader, subject)).toContainText('Oläst');
  await expect(row(reader, subject)).toContainText(names.writer);
  await row(reader, subject).getByRole('link').click();
  await expect(reader.getByRole('heading', { level: 1, name: subject })).toBeVisible();
  await expect(reader.getByText('Ta med listan.')).toBeVisible();
  await expect.poll(() => unread(reader)).toBe(before);
  await reader.getByRole('link', { name: 'Svara' }).click();
  await expect(reader.getByLabel('Ämne')).toHaveValue(`Sv: ${subject}`);
  await expect(reader.getByRole('checkbox', { name: names.writer })).toBeChecked();
  await reader.getByLabel('Meddelande', { exact: true }).fill('Det gör jag.');
  await reader.getByRole('button', { name: 'Skicka' }).click();
  await expect(reader.locator('.notice-good')).toContainText('Meddelandet är skickat');

  await open(reader, MESSAGES);
  await row(reader, subject).getByRole('link').click();
  await reader.getByRole('button', { name: 'Lägg undan' }).click();
  await expect(reader.locator('.notice-good')).toContainText('Meddelandet är undanlagt');
  await expect(reader.getByRole('listitem').filter({ hasText: subject })).toHaveCount(0);
  await reader.getByRole('link', { name: 'Undanlagda' }).click();
  await expect(row(reader, subject)).toBeVisible();

  await open(writer, MESSAGES);
  await row(writer, `Sv: ${subject}`).getByRole('link').click();
  await expect(writer.getByText('Det gör jag.')).toBeVisible();
  await writer.getByRole('link', { name: 'det tidigare meddelandet' }).click();
  await expect(writer.getByText('Läst av 1 av 1')).toBeVisible();
}
