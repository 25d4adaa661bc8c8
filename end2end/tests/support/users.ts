import { fileURLToPath } from 'node:url';

/** The demo's accounts that the tests sign in to; each stands for its role. */
export const USERS = {
  /** A caseworker of Norrköping. */
  caseworker: 'asa.lindqvist',
  /** Another caseworker of Norrköping. */
  colleague: 'mikael.oberg',
  /** A caseworker of Linköping. */
  neighbour: 'johan.sandell',
  /** The administrator of the region. */
  administrator: 'birgitta.edman',
  /** Administers the permissions of Norrköping. */
  accessAdministrator: 'anna.berg',
  /** Reads the log, and nothing else. */
  auditor: 'gunnar.viklund',
} as const;

/** A caseworker of Norrköping who signs out, which ends nothing that another test needs. */
export const LEAVER = 'leila.haddad';

export type Role = keyof typeof USERS;

/** The password of every account of the demo. */
export const PASSWORD = 'Fyren-demo-2026';

/** Where the session that a role has before the tests begin is kept. */
export const sessionOf = (role: Role) =>
  fileURLToPath(new URL(`../../../target/e2e/sessions/${role}.json`, import.meta.url));

/** The cookies of a browser in which nobody is signed in. */
export const NOBODY = { cookies: [], origins: [] };
