import { aLetter, aLongPreview, aTemplate } from './support/letter-story.ts';
import { test } from './support/test.ts';

test.describe('a caseworker', () => {
  test.use({ signedInAs: 'caseworker' });
  test('a letter is written from a case, looked at before, fetched and taken back', async ({ page }, { project }) =>
    aLetter(page, project.name));
  test('many letters are looked at page by page, and nobody is asked whether to leave', async ({ page }) =>
    aLongPreview(page));
});

test.describe('a region administrator', () => {
  test.use({ signedInAs: 'administrator' });
  test('a template is written, looked at, changed and removed', async ({ page }, { project }) =>
    aTemplate(page, project.name));
});
