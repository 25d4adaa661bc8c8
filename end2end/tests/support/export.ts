import { readFile } from 'node:fs/promises';
import { inflateRawSync } from 'node:zlib';

import { expect, type Locator, type Page } from '@playwright/test';

import { openTool } from './list.ts';

type Fetched = { name: string; bytes: Buffer };

/** Follows a link of the export and gives the file and its name. */
export async function download(page: Page, link: RegExp): Promise<Fetched> {
  const tool = await openTool(page, 'Exportera');
  return fetched(page, tool.getByRole('link', { name: link }));
}

/** Follows a link to a file and gives it and its name. */
export async function fetched(page: Page, link: Locator): Promise<Fetched> {
  const coming = page.waitForEvent('download');
  await link.click();
  const file = await coming;
  expect(await file.failure()).toBeNull();
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) };
}

/** The rows of a CSV file whose values need no quotation marks. */
export function csvRows(bytes: Buffer): string[][] {
  const text = bytes.toString('utf8');
  expect(text.startsWith('\uFEFF'), 'a byte order mark').toBe(true);
  return text
    .slice(1)
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(';'));
}

/** A part of a workbook, by the directory at the end of the archive. */
function part(archive: Buffer, name: string): string {
  const end = archive.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  let at = archive.readUInt32LE(end + 16);
  for (let entries = archive.readUInt16LE(end + 10); entries > 0; entries -= 1) {
    const [nameLength, extra, comment] = [28, 30, 32].map((place) => archive.readUInt16LE(at + place));
    if (archive.toString('utf8', at + 46, at + 46 + nameLength!) === name) {
      const local = archive.readUInt32LE(at + 42);
      const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
      const packed = archive.subarray(start, start + archive.readUInt32LE(at + 20));
      return (archive.readUInt16LE(at + 10) === 8 ? inflateRawSync(packed) : packed).toString('utf8');
    }
    at += 46 + nameLength! + extra! + comment!;
  }
  throw new Error(`the workbook has no ${name}`);
}

/** The texts of the first sheet of a workbook, row by row; numbers and days as they stand in it. */
export function sheetRows(bytes: Buffer): string[][] {
  const sheet = part(bytes, 'xl/worksheets/sheet1.xml');
  return [...sheet.matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map(([, row]) =>
    [...row!.matchAll(/<c [^>]*>(.*?)<\/c>/gs)].map(([, cell]) => cell!.replaceAll(/<[^>]+>/g, '')),
  );
}
