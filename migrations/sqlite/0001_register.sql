-- The register: people, schools, cases, journal, accounts.
-- The same tables under the same number exist for PostgreSQL. Days are ISO text, instants milliseconds since 1970 UTC.

CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE municipality_policy (
  municipality TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  rule_set TEXT NOT NULL,
  summer_break TEXT,
  komvux_counts INTEGER NOT NULL,
  PRIMARY KEY (municipality, valid_from)
) STRICT;

CREATE TABLE person (
  -- Never given again, as by PostgreSQL: whoever has seen one that is gone finds nothing.
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  civic_number TEXT NOT NULL UNIQUE,
  birth_date TEXT,
  given_names TEXT NOT NULL,
  calling_mark INTEGER,
  middle_name TEXT NOT NULL,
  surname TEXT NOT NULL,
  -- What lists show beside the surname, and what names are looked for and sorted by.
  given_name TEXT NOT NULL,
  given_name_search TEXT NOT NULL,
  given_name_key BLOB NOT NULL,
  surname_search TEXT NOT NULL,
  surname_key BLOB NOT NULL,
  confidentiality INTEGER NOT NULL,
  protected_registration INTEGER NOT NULL,
  protected INTEGER NOT NULL GENERATED ALWAYS AS (confidentiality OR protected_registration) VIRTUAL,
  answered INTEGER NOT NULL,
  municipality TEXT,
  residence_since TEXT,
  deregistration_code TEXT,
  deregistration_date TEXT,
  entered_by_hand INTEGER NOT NULL,
  population_changed_at INTEGER
) STRICT;
-- The nightly run looks at one municipality's people of an age.
CREATE INDEX person_by_municipality ON person (municipality, birth_date);
-- It looks at those entered by hand whatever their age; they are few.
CREATE INDEX person_by_hand ON person (municipality) WHERE entered_by_hand;
-- It counts the protected apart.
CREATE INDEX person_protected ON person (municipality, birth_date) WHERE confidentiality OR protected_registration;
-- The search looks up those without a case by how their names begin.
CREATE INDEX person_by_surname ON person (municipality, surname_search, given_name_search, id);
CREATE INDEX person_by_given_name ON person (municipality, given_name_search, surname_search, id);

-- Numbers a person has had before; whatever arrives under one belongs to the person.
CREATE TABLE former_number (
  civic_number TEXT PRIMARY KEY,
  person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX former_number_by_person ON former_number (person_id);

-- Earlier stays; the present one stands with the person.
CREATE TABLE residence (
  person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  municipality TEXT NOT NULL,
  since TEXT,
  until TEXT NOT NULL
) STRICT;
CREATE INDEX residence_by_person ON residence (person_id);
-- A run of a past day finds those who lived in the municipality then.
CREATE INDEX residence_by_municipality ON residence (municipality, until);

CREATE TABLE address (
  person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  care_of TEXT NOT NULL,
  lines TEXT NOT NULL,
  postal_code TEXT NOT NULL,
  city TEXT NOT NULL,
  country TEXT NOT NULL,
  -- How many times it has been written, of the one that the municipality enters.
  version INTEGER NOT NULL DEFAULT 1,
  -- Which municipality entered it last, of that one. Letters of no other go there.
  municipality TEXT,
  PRIMARY KEY (person_id, kind)
) STRICT;

CREATE TABLE organiser (
  id INTEGER PRIMARY KEY,
  number TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  name_search TEXT NOT NULL,
  name_key BLOB NOT NULL
) STRICT;

CREATE TABLE unit (
  id INTEGER PRIMARY KEY,
  organiser_id INTEGER NOT NULL REFERENCES organiser (id),
  code TEXT NOT NULL,
  code_search TEXT NOT NULL,
  name TEXT NOT NULL,
  name_search TEXT NOT NULL,
  name_key BLOB NOT NULL,
  valid_from TEXT,
  valid_until TEXT,
  UNIQUE (organiser_id, code)
) STRICT;

CREATE TABLE study_path (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  code_search TEXT NOT NULL,
  national_code TEXT NOT NULL,
  national_code_search TEXT NOT NULL,
  name TEXT NOT NULL,
  name_search TEXT NOT NULL,
  name_key BLOB NOT NULL,
  kind TEXT NOT NULL,
  valid_from TEXT,
  valid_until TEXT
) STRICT;

CREATE TABLE placement (
  id INTEGER PRIMARY KEY,
  person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  organiser_id INTEGER NOT NULL REFERENCES organiser (id),
  academic_year TEXT NOT NULL,
  unit_id INTEGER NOT NULL REFERENCES unit (id),
  study_path_id INTEGER NOT NULL REFERENCES study_path (id),
  grade TEXT NOT NULL,
  grade_search TEXT NOT NULL,
  class TEXT NOT NULL,
  class_search TEXT NOT NULL,
  start_date TEXT NOT NULL,
  end_date TEXT,
  UNIQUE (person_id, unit_id, study_path_id, start_date)
) STRICT;
-- An import replaces the set of an organiser and an academic year.
CREATE INDEX placement_by_set ON placement (organiser_id, academic_year, person_id);
-- A run looks at those whose placement has begun or ended since the last one.
CREATE INDEX placement_by_start ON placement (start_date, person_id);
CREATE INDEX placement_by_end ON placement (end_date, person_id) WHERE end_date IS NOT NULL;
-- It lists those whose placement ends before it starts.
CREATE INDEX placement_contradictory ON placement (person_id) WHERE end_date < start_date;

CREATE TABLE diploma (
  person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  source TEXT NOT NULL,
  kind TEXT NOT NULL,
  marked TEXT NOT NULL,
  PRIMARY KEY (person_id, source)
) STRICT;

CREATE TABLE account (
  id INTEGER PRIMARY KEY,
  user_name TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  name_search TEXT NOT NULL,
  name_key BLOB NOT NULL,
  password_hash TEXT NOT NULL,
  -- When its owner chose it; empty for one that was made for them.
  password_chosen INTEGER,
  -- Until when a password that was made for its owner lets them in, to choose another; empty for a chosen one.
  one_time_until INTEGER,
  active INTEGER NOT NULL,
  -- Whether a letter by e-mail says that there is a message.
  wants_mail INTEGER NOT NULL DEFAULT 0,
  -- The first day on which it may be used.
  active_from TEXT NOT NULL,
  demo INTEGER NOT NULL,
  failed_attempts INTEGER NOT NULL,
  locked_until INTEGER,
  last_sign_in INTEGER
) STRICT;

-- A municipality, a region of municipalities, an organiser of schools, or the operator of the installation.
CREATE TABLE organisation (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  name_search TEXT NOT NULL,
  name_key BLOB NOT NULL UNIQUE,
  -- Of a municipality its code.
  municipality TEXT UNIQUE,
  CHECK ((kind = 'municipality') = (municipality IS NOT NULL))
) STRICT;

-- The municipalities whose people an organisation reaches: its own, or those of a region's members.
CREATE TABLE organisation_municipality (
  organisation_id INTEGER NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
  municipality TEXT NOT NULL,
  from_day TEXT NOT NULL,
  to_day TEXT,
  PRIMARY KEY (organisation_id, municipality, from_day)
) STRICT;
CREATE INDEX organisation_municipality_by_code ON organisation_municipality (municipality);

-- Which services an organisation has, from when to when.
CREATE TABLE agreement (
  id INTEGER PRIMARY KEY,
  organisation_id INTEGER NOT NULL REFERENCES organisation (id) ON DELETE CASCADE,
  service TEXT NOT NULL,
  from_day TEXT NOT NULL,
  to_day TEXT,
  UNIQUE (organisation_id, service, from_day)
) STRICT;

-- The catalogue: permissions of services, which the program knows, in the order they are shown.
CREATE TABLE permission_entry (
  place INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  service TEXT NOT NULL,
  permission_group TEXT NOT NULL,
  -- The kinds of organisation that it can be given in, with spaces between.
  kinds TEXT NOT NULL,
  information_swedish TEXT NOT NULL,
  information_english TEXT NOT NULL,
  announced TEXT NOT NULL,
  first_day TEXT NOT NULL,
  -- The first day on which it is no more.
  retired TEXT,
  source TEXT NOT NULL
) STRICT;

-- What a permission has been called since when; the first name since it was announced.
CREATE TABLE permission_name (
  permission TEXT NOT NULL REFERENCES permission_entry (code) ON DELETE CASCADE,
  from_day TEXT NOT NULL,
  swedish TEXT NOT NULL,
  english TEXT NOT NULL,
  PRIMARY KEY (permission, from_day)
) STRICT;

-- Roles that can be given: those that ship with Fyren have a code, those that are made an organisation, perhaps one of its
-- units.
CREATE TABLE user_role (
  id INTEGER PRIMARY KEY,
  code TEXT UNIQUE,
  organisation_id INTEGER REFERENCES organisation (id),
  unit_id INTEGER REFERENCES unit (id),
  -- The kinds of organisation that it can be given in, with spaces between.
  kinds TEXT NOT NULL,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  -- When it was withdrawn: it is given no more, and what has been given works on.
  withdrawn INTEGER,
  -- One more with each change.
  version INTEGER NOT NULL DEFAULT 1,
  UNIQUE (organisation_id, name_key),
  CHECK ((code IS NULL) <> (organisation_id IS NULL))
) STRICT;

-- What a role may do, from when to when: what it could do on a day is told as it was.
CREATE TABLE user_role_permission (
  user_role_id INTEGER NOT NULL REFERENCES user_role (id) ON DELETE CASCADE,
  permission TEXT NOT NULL REFERENCES permission_entry (code),
  from_day TEXT NOT NULL,
  to_day TEXT,
  PRIMARY KEY (user_role_id, permission, from_day)
) STRICT;

-- The services whose permissions a role gives to others, from when to when.
CREATE TABLE user_role_service (
  user_role_id INTEGER NOT NULL REFERENCES user_role (id) ON DELETE CASCADE,
  service TEXT NOT NULL,
  from_day TEXT NOT NULL,
  to_day TEXT,
  PRIMARY KEY (user_role_id, service, from_day)
) STRICT;

-- What is given to whom, where, from when to when, who decided it and why. What ends keeps its row.
CREATE TABLE access_grant (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  organisation_id INTEGER NOT NULL REFERENCES organisation (id),
  -- One of the organisation's units, or all of it.
  unit_id INTEGER REFERENCES unit (id),
  kind TEXT NOT NULL CHECK (kind IN ('administrator', 'role', 'permission')),
  user_role_id INTEGER REFERENCES user_role (id),
  permission TEXT REFERENCES permission_entry (code),
  from_day TEXT NOT NULL,
  to_day TEXT,
  -- Nobody in particular where it was the operator at the command line.
  decided_by INTEGER REFERENCES account (id),
  decided_at INTEGER NOT NULL,
  reason TEXT NOT NULL,
  CHECK (decided_by <> account_id),
  CHECK ((kind = 'role') = (user_role_id IS NOT NULL)),
  CHECK ((kind = 'permission') = (permission IS NOT NULL))
) STRICT;
CREATE INDEX access_grant_by_account ON access_grant (account_id);
CREATE INDEX access_grant_by_organisation ON access_grant (organisation_id);
CREATE INDEX access_grant_by_role ON access_grant (user_role_id);

-- When each grant was acted in last, and since when it could have been.
CREATE TABLE grant_use (
  grant_id INTEGER PRIMARY KEY REFERENCES access_grant (id) ON DELETE CASCADE,
  since TEXT NOT NULL,
  last_used TEXT
) STRICT;

-- Applications for roles, or for one to end. Nobody decides their own.
CREATE TABLE application (
  id INTEGER PRIMARY KEY,
  organisation_id INTEGER NOT NULL REFERENCES organisation (id),
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('give', 'end')),
  user_role_id INTEGER NOT NULL REFERENCES user_role (id),
  from_day TEXT NOT NULL,
  to_day TEXT,
  reason TEXT NOT NULL,
  submitted_at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('submitted', 'approved', 'refused', 'withdrawn')),
  -- Nobody where it waits or was withdrawn.
  decided_by INTEGER REFERENCES account (id),
  decided_at INTEGER,
  -- What the applicant is answered.
  answer TEXT NOT NULL,
  CHECK (decided_by <> account_id),
  CHECK ((state IN ('approved', 'refused')) = (decided_by IS NOT NULL)),
  CHECK ((state = 'submitted') = (decided_at IS NULL))
) STRICT;
CREATE INDEX application_by_organisation ON application (organisation_id, state, id);
CREATE INDEX application_by_account ON application (account_id, id);
-- The same is applied for once, until it is decided.
CREATE UNIQUE INDEX one_waiting_application ON application (organisation_id, account_id, kind, user_role_id) WHERE state = 'submitted';

-- What has been given in an organisation is looked through until a day; what nobody has confirmed then ends.
CREATE TABLE recertification (
  id INTEGER PRIMARY KEY,
  organisation_id INTEGER NOT NULL REFERENCES organisation (id),
  due TEXT NOT NULL,
  begun_by INTEGER NOT NULL REFERENCES account (id),
  begun_at INTEGER NOT NULL,
  -- When what was left had ended.
  closed_at INTEGER
) STRICT;
CREATE INDEX recertification_by_organisation ON recertification (organisation_id, id);
CREATE UNIQUE INDEX one_open_recertification ON recertification (organisation_id) WHERE closed_at IS NULL;

-- What worked in the organisation when it began, and what has been decided of it.
CREATE TABLE recertified_grant (
  recertification_id INTEGER NOT NULL REFERENCES recertification (id),
  grant_id INTEGER NOT NULL REFERENCES access_grant (id) ON DELETE CASCADE,
  outcome TEXT CHECK (outcome IN ('confirmed', 'ended', 'kept')),
  -- Nobody in particular where it was the operator, or nobody decided in time.
  decided_by INTEGER REFERENCES account (id),
  decided_at INTEGER,
  PRIMARY KEY (recertification_id, grant_id),
  CHECK ((outcome IS NULL) = (decided_at IS NULL))
) STRICT;
CREATE INDEX recertified_grant_by_grant ON recertified_grant (grant_id);

-- The users of an organisation, as its administrators keep them. Who is removed keeps a row.
CREATE TABLE organisation_user (
  id INTEGER PRIMARY KEY,
  organisation_id INTEGER NOT NULL REFERENCES organisation (id),
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  first_name TEXT NOT NULL,
  first_name_search TEXT NOT NULL,
  first_name_key BLOB NOT NULL,
  last_name TEXT NOT NULL,
  last_name_search TEXT NOT NULL,
  last_name_key BLOB NOT NULL,
  -- Empty of who was made at the command line.
  hsa_id TEXT NOT NULL,
  hsa_id_search TEXT NOT NULL,
  e_mail TEXT NOT NULL,
  e_mail_search TEXT NOT NULL,
  -- By which an e-identification tells who they are; empty of whoever has none written. No list shows it and no journal holds it.
  civic_number TEXT NOT NULL DEFAULT '',
  added INTEGER NOT NULL,
  removed INTEGER,
  -- One more with each change.
  version INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX organisation_user_by_account ON organisation_user (organisation_id, account_id) WHERE removed IS NULL;
CREATE UNIQUE INDEX organisation_user_by_hsa_id ON organisation_user (organisation_id, hsa_id) WHERE removed IS NULL AND hsa_id <> '';
CREATE UNIQUE INDEX organisation_user_by_civic_number ON organisation_user (organisation_id, civic_number)
  WHERE removed IS NULL AND civic_number <> '';
-- Who signs in through a provider is looked for in all organisations.
CREATE INDEX organisation_user_with_civic_number ON organisation_user (civic_number) WHERE civic_number <> '';

-- What users write to each other, and what the system tells them.
CREATE TABLE user_message (
  id INTEGER PRIMARY KEY,
  organisation_id INTEGER REFERENCES organisation (id),
  -- Nobody where the system tells it.
  sender_id INTEGER REFERENCES account (id),
  sent_at INTEGER NOT NULL,
  -- What the system tells, as JSON; what a user writes stands in subject and text.
  notice TEXT,
  subject TEXT NOT NULL,
  text TEXT NOT NULL,
  -- To whom, as JSON: roles and users by their names of that time.
  addressed TEXT NOT NULL,
  answers_id INTEGER REFERENCES user_message (id),
  -- What is the same when the same would be told again.
  once TEXT UNIQUE,
  CHECK ((sender_id IS NULL) = (notice IS NOT NULL))
) STRICT;
CREATE INDEX user_message_by_sender ON user_message (sender_id, id);
CREATE TABLE user_message_receiver (
  message_id INTEGER NOT NULL REFERENCES user_message (id) ON DELETE CASCADE,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  read_at INTEGER,
  put_away_at INTEGER,
  PRIMARY KEY (message_id, account_id)
) STRICT;
CREATE INDEX user_message_by_receiver ON user_message_receiver (account_id, message_id);
-- How much somebody has not read is counted for every page.
CREATE INDEX user_message_unread ON user_message_receiver (account_id) WHERE read_at IS NULL AND put_away_at IS NULL;

-- Letters by e-mail that say that there is a message, kept with it and sent later.
CREATE TABLE mail (
  id INTEGER PRIMARY KEY,
  message_id INTEGER NOT NULL REFERENCES user_message (id) ON DELETE CASCADE,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  address TEXT NOT NULL,
  queued_at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'given-up')),
  attempts INTEGER NOT NULL,
  -- When it is tried next: also how long whoever tries it has for that.
  due_at INTEGER NOT NULL,
  settled_at INTEGER,
  failure TEXT CHECK (failure IN ('unavailable', 'refused')),
  UNIQUE (message_id, account_id)
) STRICT;
CREATE INDEX mail_waiting ON mail (due_at) WHERE state = 'waiting';
CREATE INDEX mail_of_account ON mail (account_id, id);

CREATE TABLE session (
  id INTEGER PRIMARY KEY,
  token_hash TEXT NOT NULL UNIQUE,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  grant_id INTEGER NOT NULL REFERENCES access_grant (id) ON DELETE CASCADE,
  created INTEGER NOT NULL,
  last_seen INTEGER NOT NULL,
  -- What its browser called itself, and from where it came, for the owner to tell one session from another.
  browser TEXT NOT NULL,
  address TEXT NOT NULL,
  -- Whether its user has given the password and has yet to answer with a code, and how many they have tried.
  awaits_code INTEGER NOT NULL,
  codes_tried INTEGER NOT NULL,
  -- Whether a provider has said who its user is: a password and a second factor are then nothing that is due.
  by_provider INTEGER NOT NULL
) STRICT;
CREATE INDEX session_by_account ON session (account_id);

-- Sign-ins that have been begun at a provider and whose answer is awaited, from any of the servers. Of what the provider and the
-- browser are to show, the hashes alone are kept; a row goes with the first answer.
CREATE TABLE provider_sign_in (
  state_hash TEXT NOT NULL PRIMARY KEY,
  browser_hash TEXT NOT NULL,
  provider TEXT NOT NULL,
  nonce TEXT NOT NULL,
  verifier TEXT NOT NULL,
  -- The address in Fyren that its user goes on to; empty for the start page.
  till TEXT NOT NULL,
  begun INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX provider_sign_in_by_begun ON provider_sign_in (begun);

-- Links with which users choose a password of their own, once; of the token the hash alone is kept.
CREATE TABLE invitation (
  token_hash TEXT NOT NULL PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX invitation_by_account ON invitation (account_id);

-- The second factor of an account. The secret is sealed with a key that lies outside the database.
CREATE TABLE second_factor (
  account_id INTEGER PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
  sealed BLOB NOT NULL,
  confirmed INTEGER NOT NULL,
  -- The step of the latest code that was accepted: no other of that step or before it is.
  last_step INTEGER NOT NULL
) STRICT;

-- A secret that is being set up, for the session in which the password was given; its first code makes it a second factor.
CREATE TABLE second_factor_set_up (
  session_id INTEGER PRIMARY KEY REFERENCES session (id) ON DELETE CASCADE,
  sealed BLOB NOT NULL,
  begun INTEGER NOT NULL
) STRICT;

-- Codes for whoever has lost what shows theirs. Of each the hash alone is kept.
CREATE TABLE recovery_code (
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  code_hash TEXT NOT NULL,
  used INTEGER,
  PRIMARY KEY (account_id, code_hash)
) STRICT;

-- Passkeys of accounts: of each the public key alone, with which its answers are verified.
CREATE TABLE passkey (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  -- How the authenticator knows it, in hexadecimal.
  credential_id TEXT NOT NULL UNIQUE,
  -- How the authenticator knows its owner: random, and the same for all of an account.
  user_handle TEXT NOT NULL,
  name TEXT NOT NULL,
  -- The public key and the counter, as the library reads them.
  kept TEXT NOT NULL,
  created INTEGER NOT NULL,
  last_used INTEGER
) STRICT;
CREATE INDEX passkey_by_account ON passkey (account_id);

-- What passkeys have been asked to sign, each for one browser and once; a row goes with the first answer.
CREATE TABLE passkey_challenge (
  -- The hash of the token of the session, whole or half, or of the cookie of a browser that has none.
  holder_hash TEXT NOT NULL PRIMARY KEY,
  purpose TEXT NOT NULL,
  -- What the passkey is to be called that is being added.
  name TEXT NOT NULL,
  -- What the browser is told, and what its answer is compared with.
  options TEXT NOT NULL,
  state TEXT NOT NULL,
  begun INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX passkey_challenge_by_begun ON passkey_challenge (begun);

-- Calendars of follow-ups that other programmes subscribe to. Of the token in their address only the hash is kept.
CREATE TABLE calendar_feed (
  id INTEGER PRIMARY KEY,
  token_hash TEXT NOT NULL UNIQUE,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  grant_id INTEGER NOT NULL REFERENCES access_grant (id) ON DELETE CASCADE,
  -- Whether it tells of the account's own cases alone.
  mine INTEGER NOT NULL,
  language TEXT NOT NULL,
  created INTEGER NOT NULL,
  last_read INTEGER
) STRICT;
CREATE INDEX calendar_feed_by_account ON calendar_feed (account_id);

-- Filter values that are personal data stay here and never stand in an address.
CREATE TABLE filter_token (
  token TEXT PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('filter', 'draft')),
  filter TEXT NOT NULL,
  -- When it was kept or last looked for.
  used INTEGER NOT NULL
) STRICT;
-- The latest of an account are kept, filters and drafts apart.
CREATE INDEX filter_token_by_account ON filter_token (account_id, kind, used);

-- Rows that a user has chosen in a list, frozen: their identities, packed. They go with old sessions.
CREATE TABLE selection (
  token TEXT PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  list TEXT NOT NULL,
  size INTEGER NOT NULL,
  packed BLOB NOT NULL,
  taken INTEGER NOT NULL
) STRICT;
CREATE INDEX selection_by_account ON selection (account_id, taken);

-- A view of a list under a name. Names are unique for each account and list.
CREATE TABLE list_profile (
  id INTEGER PRIMARY KEY,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  list TEXT NOT NULL,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  sharing TEXT NOT NULL,
  query TEXT NOT NULL,
  -- The conditions that say who people are; always empty in a shared profile.
  private_filter TEXT NOT NULL,
  UNIQUE (account_id, list, name_key),
  CHECK (sharing = 'private' OR private_filter = '')
) STRICT;

-- Where a shared profile is to be had.
CREATE TABLE list_profile_municipality (
  profile_id INTEGER NOT NULL REFERENCES list_profile (id) ON DELETE CASCADE,
  municipality TEXT NOT NULL,
  PRIMARY KEY (municipality, profile_id)
) STRICT;
CREATE INDEX list_profile_municipality_by_profile ON list_profile_municipality (profile_id);

-- What a user has changed in a shared profile that is not theirs to change. It is theirs alone, as a private profile is.
CREATE TABLE list_profile_overlay (
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  profile_id INTEGER NOT NULL REFERENCES list_profile (id) ON DELETE CASCADE,
  query TEXT NOT NULL,
  private_filter TEXT NOT NULL,
  PRIMARY KEY (account_id, profile_id)
) STRICT;
CREATE INDEX list_profile_overlay_by_profile ON list_profile_overlay (profile_id);

-- What a user has chosen for a list in a role; without a profile, the list as it starts.
CREATE TABLE active_profile (
  grant_id INTEGER NOT NULL REFERENCES access_grant (id) ON DELETE CASCADE,
  list TEXT NOT NULL,
  profile_id INTEGER REFERENCES list_profile (id) ON DELETE CASCADE,
  PRIMARY KEY (grant_id, list)
) STRICT;
CREATE INDEX active_profile_by_profile ON active_profile (profile_id);

CREATE TABLE run (
  id INTEGER PRIMARY KEY,
  job TEXT NOT NULL,
  municipality TEXT NOT NULL,
  business_date TEXT NOT NULL,
  -- Who began it.
  actor TEXT NOT NULL,
  actor_search TEXT NOT NULL,
  started INTEGER NOT NULL,
  finished INTEGER NOT NULL,
  succeeded INTEGER NOT NULL,
  -- What may be shown: protected people are not counted.
  examined INTEGER NOT NULL,
  errors INTEGER NOT NULL
) STRICT;
CREATE INDEX run_by_municipality ON run (municipality, job, id);
-- The start page counts what the runs of a day opened and closed.
CREATE INDEX run_by_date ON run (municipality, job, business_date);

CREATE TABLE activity_case (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  municipality TEXT NOT NULL,
  registered TEXT NOT NULL,
  deregistered TEXT,
  reason TEXT,
  origin TEXT NOT NULL,
  entered TEXT NOT NULL,
  occupation TEXT NOT NULL,
  other_schooling_until TEXT,
  living_outside TEXT,
  caseworker_id INTEGER REFERENCES account (id),
  notes TEXT NOT NULL,
  opened_because TEXT,
  closed_because TEXT,
  opened_run INTEGER REFERENCES run (id),
  closed_run INTEGER REFERENCES run (id),
  version INTEGER NOT NULL,
  CHECK ((deregistered IS NULL) = (reason IS NULL))
) STRICT;
-- Nobody has two open cases in one municipality.
CREATE UNIQUE INDEX one_open_case ON activity_case (person_id, municipality) WHERE deregistered IS NULL;
CREATE INDEX case_by_person ON activity_case (person_id);
CREATE INDEX case_by_municipality ON activity_case (municipality, deregistered, person_id);
CREATE INDEX case_by_opening ON activity_case (opened_run) WHERE opened_run IS NOT NULL;
CREATE INDEX case_by_closing ON activity_case (closed_run) WHERE closed_run IS NOT NULL;
-- A run closes those whose other schooling has ended.
CREATE INDEX case_by_other_schooling ON activity_case (municipality, other_schooling_until)
  WHERE deregistered IS NULL AND other_schooling_until IS NOT NULL;

-- The last run of each municipality: its day, the policy it applied, as JSON, and the edition of the rules.
CREATE TABLE last_judged (
  municipality TEXT PRIMARY KEY,
  business_date TEXT NOT NULL,
  policy TEXT NOT NULL,
  rules INTEGER NOT NULL
) STRICT;

-- What the latest runs of a municipality did, or were told to be about to do, about whom: identities and codes alone, to tell
-- what the next one does that the one before did not.
CREATE TABLE plan_snapshot (
  municipality TEXT NOT NULL,
  business_date TEXT NOT NULL,
  was_run INTEGER NOT NULL,
  plan TEXT NOT NULL,
  PRIMARY KEY (municipality, business_date)
) STRICT;

-- Whom the next run of a municipality has to judge, whatever its day: those whose facts have changed since the last one,
-- and those it left waiting or could not judge.
CREATE TABLE to_judge (
  municipality TEXT NOT NULL,
  person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  PRIMARY KEY (municipality, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX to_judge_by_person ON to_judge (person_id);

CREATE TABLE measure (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  case_id INTEGER NOT NULL REFERENCES activity_case (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  start_date TEXT NOT NULL,
  end_date TEXT,
  occupation_before TEXT NOT NULL,
  occupation_after TEXT,
  outcome TEXT,
  closed_with_case TEXT,
  notes TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created INTEGER NOT NULL,
  changed_by TEXT,
  changed INTEGER,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX measure_by_case ON measure (case_id);

CREATE TABLE contact (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  case_id INTEGER NOT NULL REFERENCES activity_case (id) ON DELETE CASCADE,
  -- That of the case, by which follow-ups are found.
  municipality TEXT NOT NULL,
  contact_date TEXT NOT NULL,
  heading TEXT NOT NULL,
  heading_search TEXT NOT NULL,
  heading_key BLOB NOT NULL,
  way TEXT NOT NULL,
  notes TEXT NOT NULL,
  follow_up TEXT,
  -- Why and when the follow-up was closed.
  follow_up_closed TEXT,
  follow_up_closed_search TEXT,
  follow_up_closed_key BLOB,
  follow_up_closed_on TEXT,
  created_by TEXT NOT NULL,
  created INTEGER NOT NULL,
  changed_by TEXT,
  changed INTEGER,
  version INTEGER NOT NULL DEFAULT 1,
  CHECK ((follow_up_closed IS NULL) = (follow_up_closed_on IS NULL))
) STRICT;
CREATE INDEX contact_by_case ON contact (case_id);
-- The list of follow-ups: as it starts, what is not closed in one municipality, by the day it is due.
CREATE INDEX contact_by_follow_up ON contact (municipality, follow_up_closed_on, follow_up) WHERE follow_up IS NOT NULL;

CREATE TABLE individual_plan (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  case_id INTEGER NOT NULL REFERENCES activity_case (id) ON DELETE CASCADE,
  goal TEXT NOT NULL,
  -- What each answers for.
  by_person TEXT NOT NULL,
  by_municipality TEXT NOT NULL,
  by_others TEXT NOT NULL,
  start_date TEXT NOT NULL,
  end_date TEXT,
  evaluate_on TEXT NOT NULL,
  evaluation TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created INTEGER NOT NULL,
  changed_by TEXT,
  changed INTEGER,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX individual_plan_by_case ON individual_plan (case_id);

-- What schools tell of their pupils (School Act 15:15), until somebody has made something of it.
CREATE TABLE school_notice (
  id INTEGER PRIMARY KEY,
  municipality TEXT NOT NULL,
  civic_number TEXT NOT NULL,
  -- Whoever has, or has had, the number, once they are known.
  person_id INTEGER REFERENCES person (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  school TEXT NOT NULL,
  notice_date TEXT NOT NULL,
  text TEXT NOT NULL,
  received INTEGER NOT NULL,
  entered_by TEXT NOT NULL,
  account_id INTEGER REFERENCES account (id) ON DELETE SET NULL,
  state TEXT NOT NULL,
  -- The contact that it became, until that is removed.
  case_id INTEGER REFERENCES activity_case (id) ON DELETE SET NULL,
  contact_id INTEGER REFERENCES contact (id) ON DELETE SET NULL,
  -- Why it was put aside.
  put_aside TEXT,
  handled_by TEXT,
  handled INTEGER,
  CHECK ((state = 'waiting') = (handled IS NULL))
) STRICT;
CREATE INDEX school_notice_by_state ON school_notice (municipality, state, received);
CREATE INDEX school_notice_by_person ON school_notice (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX school_notice_by_contact ON school_notice (contact_id) WHERE contact_id IS NOT NULL;
CREATE INDEX school_notice_by_case ON school_notice (case_id) WHERE case_id IS NOT NULL;

CREATE TABLE contact_detail (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  is_primary INTEGER NOT NULL,
  is_primary_telephone INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  UNIQUE (person_id, kind, value)
) STRICT;

CREATE TABLE run_error (
  run_id INTEGER NOT NULL REFERENCES run (id) ON DELETE CASCADE,
  person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  code TEXT NOT NULL,
  PRIMARY KEY (run_id, person_id)
) STRICT;

-- The read model of the list: one row a case, written with what it is made of.
CREATE TABLE case_row (
  case_id INTEGER PRIMARY KEY REFERENCES activity_case (id) ON DELETE CASCADE,
  person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  municipality TEXT NOT NULL,
  protected INTEGER NOT NULL,
  status TEXT NOT NULL,
  civic_number TEXT NOT NULL,
  surname TEXT NOT NULL,
  given_name TEXT NOT NULL,
  surname_key BLOB NOT NULL,
  given_name_key BLOB NOT NULL,
  surname_search TEXT NOT NULL,
  given_name_search TEXT NOT NULL,
  registered TEXT NOT NULL,
  deregistered TEXT,
  reason TEXT,
  occupation TEXT NOT NULL,
  caseworker_id INTEGER,
  caseworker TEXT,
  caseworker_key BLOB,
  caseworker_search TEXT,
  birth_date TEXT,
  living_outside TEXT,
  latest_contact TEXT,
  next_follow_up TEXT,
  measure TEXT,
  measure_start TEXT,
  measure_end TEXT,
  phone TEXT,
  phone_search TEXT,
  email TEXT,
  email_search TEXT,
  address TEXT,
  address_search TEXT,
  -- How many of its measures lack what tells how they ended.
  incomplete_measures INTEGER NOT NULL,
  -- The next day on which the status, or what is missing, may be another though nothing is written.
  status_until TEXT
) STRICT;
CREATE INDEX case_row_by_person ON case_row (person_id);
-- The cases of a status by name, for pages and, with whose they are, for files.
CREATE INDEX case_row_by_status ON case_row (municipality, protected, status, surname_key, given_name_key, case_id, person_id);
-- The start page counts the follow-ups that are due.
CREATE INDEX case_row_by_follow_up ON case_row (municipality, protected, next_follow_up, status) WHERE next_follow_up IS NOT NULL;
CREATE INDEX case_row_by_registered ON case_row (municipality, protected, registered, status);
-- The caseworkers to choose from, and the cases without one. Those of whoever asks it holds too, but at the end: they are
-- looked for in all that it has of a municipality, and in no row of the table.
CREATE INDEX case_row_by_caseworker ON case_row (municipality, protected, caseworker_key, caseworker, status, caseworker_id);
-- The alarms of the start page are counted from what they ask for alone.
CREATE INDEX case_row_by_alarm ON case_row (municipality, protected, status, latest_contact, registered, measure_end,
  incomplete_measures);
-- The search looks people up by how their number, surname or given name begins. What stands inside a name it looks for
-- in all names of a municipality, and reads them here alone.
CREATE INDEX case_row_by_number ON case_row (municipality, protected, civic_number, case_id);
CREATE INDEX case_row_by_surname ON case_row (municipality, protected, surname_search, given_name_search, case_id);
CREATE INDEX case_row_by_given_name ON case_row (municipality, protected, given_name_search, surname_search, case_id);
-- The quick find looks for a part of any of these in all rows of a scope, and orders by name what it has found. In a region
-- it would else look up every row in the table, which on SQLite took 7 s of a million instead of one.
CREATE INDEX case_row_by_find ON case_row (municipality, protected, civic_number, surname_search, given_name_search,
  caseworker_search, phone_search, email_search, address_search, surname_key, given_name_key, case_id, status);
-- The default view: open cases of one municipality by name, counted from the index alone. A file in that order reads from
-- it too which rows it is to hold and whose they are, instead of looking up each of a region's million.
-- The last of the indexes that hold all of this, since SQLite takes the latest of those that look alike to it. By this one it
-- stops in each municipality of a region after a page: the first page of a million rows takes less than a millisecond.
CREATE INDEX case_row_by_name ON case_row (municipality, protected, surname_key, given_name_key, case_id, status, person_id);
-- Rows whose day has come.
CREATE INDEX case_row_by_status_until ON case_row (status_until) WHERE status_until IS NOT NULL;

CREATE TABLE operation (
  id INTEGER PRIMARY KEY,
  -- Its place in the chain, without gaps.
  position INTEGER NOT NULL UNIQUE,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  actor TEXT NOT NULL,
  actor_search TEXT NOT NULL,
  account_id INTEGER,
  role TEXT NOT NULL,
  organisation TEXT NOT NULL,
  organisation_search TEXT NOT NULL,
  municipality TEXT,
  run_id INTEGER,
  reason TEXT NOT NULL,
  -- What it says in Swedish and in English, of which either is looked for.
  reason_search TEXT NOT NULL,
  reason_search_english TEXT NOT NULL,
  changes INTEGER NOT NULL,
  -- Those whose people were not protected when it was written.
  open_changes INTEGER NOT NULL,
  digest TEXT NOT NULL,
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
CREATE INDEX operation_by_municipality ON operation (municipality, position);

CREATE TABLE operation_change (
  operation_id INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  entity TEXT NOT NULL,
  entity_id INTEGER NOT NULL,
  person_id INTEGER,
  kind TEXT NOT NULL,
  -- Before and after, encrypted with the person's key where it is a person's.
  content BLOB NOT NULL,
  PRIMARY KEY (operation_id, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX operation_change_by_person ON operation_change (person_id) WHERE person_id IS NOT NULL;
-- Most of what is told of a person is that somebody has seen them in a list; what was done is found without it.
CREATE INDEX operation_change_done_by_person ON operation_change (person_id) WHERE person_id IS NOT NULL AND kind <> 'read';

CREATE TABLE person_key (
  person_id INTEGER PRIMARY KEY,
  key BLOB NOT NULL
) STRICT;

CREATE TABLE journal_head (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  position INTEGER NOT NULL,
  hash TEXT NOT NULL
) STRICT;
INSERT INTO journal_head (one, position, hash) VALUES (1, 0, '');

-- Work on many cases at once: who asked for what, how far it has come, and who works on it until when.
CREATE TABLE job (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  -- The role that is acted in; without it nothing more may be done.
  grant_id INTEGER REFERENCES access_grant (id) ON DELETE SET NULL,
  municipality TEXT,
  -- The fields that it is about, by their codes.
  fields TEXT NOT NULL,
  -- What is to become of which cases: it says much of people, and is forgotten when the job is over.
  asked TEXT,
  packed BLOB,
  total INTEGER NOT NULL,
  state TEXT NOT NULL,
  failure TEXT,
  -- How many cases are done, in the order of their identities.
  done INTEGER NOT NULL,
  changed INTEGER NOT NULL,
  unchanged INTEGER NOT NULL,
  refused INTEGER NOT NULL,
  conflict INTEGER NOT NULL,
  gone INTEGER NOT NULL,
  cancel_asked INTEGER NOT NULL,
  begun INTEGER NOT NULL,
  ended INTEGER,
  worker TEXT,
  lease_until INTEGER NOT NULL,
  -- How many times in a row it could not be gone on with.
  attempts INTEGER NOT NULL,
  -- The job that this one takes back.
  undoes INTEGER REFERENCES job (id) ON DELETE SET NULL,
  -- What the form was asked with that it was asked for by: the same form, posted twice, asks once,
  -- unless what it asked for was never done.
  once TEXT,
  -- The address that it was asked from, with the state of the list, and the token of what had been filled in there.
  asked_from TEXT NOT NULL DEFAULT '',
  draft TEXT,
  CHECK (done = changed + unchanged + refused + conflict + gone),
  CHECK (state IN ('queued', 'running') OR asked IS NULL AND packed IS NULL)
) STRICT;
-- A worker looks for what is to be done.
CREATE INDEX job_to_do ON job (state, id) WHERE state IN ('queued', 'running');
-- Jobs are listed to whoever asked for them, and to who administers the municipality.
CREATE INDEX job_by_account ON job (account_id, begun);
CREATE INDEX job_by_municipality ON job (municipality, begun);
-- Those that are over of late are told to whoever asked for them.
CREATE INDEX job_by_end ON job (ended) WHERE ended IS NOT NULL;
-- Nothing is taken back twice.
CREATE UNIQUE INDEX job_asked_once ON job (account_id, once) WHERE once IS NOT NULL AND state NOT IN ('failed', 'cancelled');
CREATE UNIQUE INDEX job_undone_once ON job (undoes) WHERE undoes IS NOT NULL AND state NOT IN ('failed', 'cancelled');

-- The entries of the journal that a job has made; together they are one change.
CREATE TABLE job_operation (
  operation_id INTEGER PRIMARY KEY,
  job_id INTEGER NOT NULL REFERENCES job (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX job_operation_by_job ON job_operation (job_id);

-- What a posted form and what was filled in are known by, once what it asks for is done: posted twice, it is done once.
CREATE TABLE posted_form (
  account_id INTEGER NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  token TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (account_id, token)
) STRICT, WITHOUT ROWID;

-- The rows that a job has not changed though it was asked to, and why: cases, or contacts with a case. What is told of a
-- case goes when it goes.
CREATE TABLE job_row (
  job_id INTEGER NOT NULL REFERENCES job (id) ON DELETE CASCADE,
  row_id INTEGER NOT NULL,
  case_id INTEGER REFERENCES activity_case (id) ON DELETE CASCADE,
  outcome TEXT NOT NULL,
  -- As JSON.
  reasons TEXT NOT NULL,
  PRIMARY KEY (job_id, row_id)
) STRICT;
CREATE INDEX job_row_by_case ON job_row (case_id) WHERE case_id IS NOT NULL;

-- Letters are written from templates, which a municipality has for itself.
CREATE TABLE letter_template (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  municipality TEXT NOT NULL,
  name TEXT NOT NULL,
  -- The line above the text; empty where there is none.
  subject TEXT NOT NULL,
  text TEXT NOT NULL,
  changed_by TEXT NOT NULL,
  changed INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  UNIQUE (municipality, name)
) STRICT;

-- What a job that writes letters writes, of the template as it was. It names nobody: whom each letter is to is read, like the
-- address, when they are put on paper.
CREATE TABLE letter_batch (
  job_id INTEGER PRIMARY KEY REFERENCES job (id) ON DELETE CASCADE,
  municipality TEXT NOT NULL,
  title TEXT NOT NULL,
  subject TEXT NOT NULL,
  text TEXT NOT NULL,
  sent TEXT NOT NULL,
  follow_up TEXT
) STRICT;

-- The contacts that letters were registered as. Without the contact there is no letter.
CREATE TABLE letter (
  contact_id INTEGER PRIMARY KEY REFERENCES contact (id) ON DELETE CASCADE,
  job_id INTEGER NOT NULL REFERENCES letter_batch (job_id) ON DELETE CASCADE,
  -- Its place among the letters of the job, from 0. It stands when another is removed, so that each stays in its file.
  place INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX letter_by_job ON letter (job_id, place);

-- Reports made for Statistics Sweden. The file is made again from the layout, as JSON, and the rows of its entries, and is
-- the one that was made where its digest is the same.
CREATE TABLE scb_export (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  municipality TEXT NOT NULL,
  period_from TEXT NOT NULL,
  period_to TEXT NOT NULL,
  layout TEXT NOT NULL,
  made_by TEXT NOT NULL,
  made INTEGER NOT NULL,
  case_count INTEGER NOT NULL,
  row_count INTEGER NOT NULL,
  error_count INTEGER NOT NULL,
  warning_count INTEGER NOT NULL,
  excluded_count INTEGER NOT NULL,
  digest TEXT NOT NULL
) STRICT;
CREATE INDEX scb_export_by_municipality ON scb_export (municipality, period_from, period_to, id);

-- What a report says of a case, in the order of the file: the rows and what was found, as JSON. It is erased with its person.
CREATE TABLE scb_export_entry (
  export_id INTEGER NOT NULL REFERENCES scb_export (id) ON DELETE CASCADE,
  place INTEGER NOT NULL,
  case_id INTEGER NOT NULL,
  person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  file_rows TEXT NOT NULL,
  findings TEXT NOT NULL,
  PRIMARY KEY (export_id, place)
) STRICT;
CREATE INDEX scb_export_entry_by_person ON scb_export_entry (person_id);

-- Periods whose report has been sent, each with the export that was sent last.
CREATE TABLE scb_closed_period (
  municipality TEXT NOT NULL,
  period_from TEXT NOT NULL,
  period_to TEXT NOT NULL,
  export_id INTEGER NOT NULL REFERENCES scb_export (id) ON DELETE CASCADE,
  closed_by TEXT NOT NULL,
  closed INTEGER NOT NULL,
  PRIMARY KEY (municipality, period_from, period_to)
) STRICT;

-- What lists read. The scope of the reader is among the conditions of every question that they are asked.

-- Contacts with a day on which they are to be followed up.
CREATE VIEW follow_up_row AS
SELECT c.id AS contact_id, c.case_id, r.person_id, c.municipality, r.protected, c.follow_up, r.civic_number,
  r.surname, r.surname_search, r.surname_key, r.given_name, r.given_name_search, r.given_name_key, c.contact_date, c.way,
  c.heading, c.heading_search, c.heading_key, r.caseworker, r.caseworker_search, r.caseworker_key,
  r.caseworker_id, r.status,
  c.follow_up_closed_on AS closed, c.follow_up_closed AS closed_because,
  c.follow_up_closed_search AS closed_because_search, c.follow_up_closed_key AS closed_because_key
FROM contact c JOIN case_row r ON r.case_id = c.case_id
WHERE c.follow_up IS NOT NULL;

-- People, with the municipalities that have an open case of them.
CREATE VIEW person_row AS
SELECT p.id AS person_id, p.protected, p.civic_number, p.surname, p.surname_search, p.surname_key, p.given_name,
  p.given_name_search, p.given_name_key, p.birth_date, p.municipality, p.residence_since, p.deregistration_date,
  p.deregistration_code,
  (SELECT group_concat(a.municipality || ':' || a.id) FROM activity_case a WHERE a.person_id = p.id AND a.deregistered IS NULL) AS open_in
FROM person p;

-- Units with their organisers.
CREATE VIEW unit_row AS
SELECT u.id AS unit_id, u.code, u.code_search, u.name, u.name_search, u.name_key, o.name AS organiser,
  o.name_search AS organiser_search, o.name_key AS organiser_key, o.number AS organiser_number, u.valid_from, u.valid_until
FROM unit u LEFT JOIN organiser o ON o.id = u.organiser_id;

-- Placements with their people. What is only shown is joined so that counting need not look at it.
CREATE VIEW pupil_row AS
SELECT t.id AS placement_id, t.person_id, p.municipality, p.protected, p.civic_number, p.surname, p.surname_search,
  p.surname_key, p.given_name, p.given_name_search, p.given_name_key, p.birth_date, u.name AS unit,
  u.name_search AS unit_search, u.name_key AS unit_key, u.code AS unit_code, u.code_search AS unit_code_search,
  o.name AS organiser, o.name_search AS organiser_search, o.name_key AS organiser_key, s.code AS study_path,
  s.code_search AS study_path_search, s.kind, t.grade, t.grade_search, t.class, t.class_search, t.academic_year,
  t.start_date, t.end_date
FROM placement t JOIN person p ON p.id = t.person_id LEFT JOIN unit u ON u.id = t.unit_id
  LEFT JOIN organiser o ON o.id = t.organiser_id LEFT JOIN study_path s ON s.id = t.study_path_id;

-- Jobs, with the names of those who asked for them.
CREATE VIEW listed_job AS
SELECT j.id AS job_id, j.kind, j.account_id, a.name, a.name_search, a.name_key, j.municipality, j.total, j.state,
  j.changed, j.unchanged, j.refused, j.conflict, j.gone, j.refused + j.conflict + j.gone AS not_changed, j.begun, j.ended,
  EXISTS (SELECT 1 FROM job u WHERE u.undoes = j.id AND u.state NOT IN ('failed', 'cancelled')) AS undone
FROM job j JOIN account a ON a.id = j.account_id;

-- Runs, with the cases that they opened and closed; those of protected people are not counted.
CREATE VIEW run_row AS
SELECT u.id AS run_id, u.job, u.municipality, u.business_date, u.actor, u.actor_search, u.started, u.finished,
  CASE WHEN u.succeeded THEN 'succeeded' ELSE 'failed' END AS state, u.examined, u.errors,
  (SELECT count(*) FROM activity_case a JOIN case_row r ON r.case_id = a.id
    WHERE a.opened_run = u.id AND NOT r.protected) AS opened,
  (SELECT count(*) FROM activity_case a JOIN case_row r ON r.case_id = a.id
    WHERE a.closed_run = u.id AND NOT r.protected) AS closed
FROM run u;

-- The journal without what proves its chain. Changes of protected people's data are not counted.
CREATE VIEW log_row AS
SELECT o.id AS entry_id, o.position, o.at, o.kind, o.actor, o.actor_search, o.account_id, nullif(o.role, '') AS role,
  o.organisation, o.organisation_search, o.municipality, o.reason, o.reason_search,
  o.reason_search_english, o.open_changes AS changes
FROM operation o;

-- The permissions that each grant gives, and on which days its role has them, whether they work or not.
CREATE VIEW granted_permission AS
SELECT g.id AS grant_id, p.permission, p.from_day, coalesce(p.to_day, '9999-12-31') AS to_day
FROM access_grant g JOIN user_role_permission p ON p.user_role_id = g.user_role_id
UNION ALL SELECT g.id, g.permission, '0001-01-01', '9999-12-31' FROM access_grant g WHERE g.kind = 'permission';

-- The services whose permissions each grant lets its user give to others; no service in particular where it is all of them.
CREATE VIEW granted_service AS
SELECT g.id AS grant_id, s.service, s.from_day, coalesce(s.to_day, '9999-12-31') AS to_day
FROM access_grant g JOIN user_role_service s ON s.user_role_id = g.user_role_id
UNION ALL SELECT g.id, NULL, '0001-01-01', '9999-12-31' FROM access_grant g WHERE g.kind = 'administrator';

-- What each grant lets its user do, and on which days: those of the grant, its role, the account, the permission and the
-- agreement. Whether the account may be used at all is not looked at.
CREATE VIEW access_right AS
SELECT g.id AS grant_id, g.account_id, g.organisation_id, g.unit_id, p.permission, e.service,
  max(g.from_day, p.from_day, w.active_from, e.first_day, a.from_day) AS from_day,
  min(coalesce(g.to_day, '9999-12-31'), p.to_day, coalesce(date(e.retired, '-1 day'), '9999-12-31'), coalesce(a.to_day, '9999-12-31')) AS to_day
FROM access_grant g JOIN account w ON w.id = g.account_id JOIN granted_permission p ON p.grant_id = g.id
  JOIN permission_entry e ON e.code = p.permission
  JOIN agreement a ON a.organisation_id = g.organisation_id AND a.service = e.service;

-- The services whose permissions each grant lets its user give to others, and on which days.
CREATE VIEW access_administration AS
SELECT g.id AS grant_id, g.account_id, g.organisation_id, g.unit_id, a.service,
  max(g.from_day, s.from_day, w.active_from, a.from_day) AS from_day,
  min(coalesce(g.to_day, '9999-12-31'), s.to_day, coalesce(a.to_day, '9999-12-31')) AS to_day
FROM access_grant g JOIN account w ON w.id = g.account_id JOIN granted_service s ON s.grant_id = g.id
  JOIN agreement a ON a.organisation_id = g.organisation_id AND (s.service IS NULL OR s.service = a.service);

-- Accounts that administer a service and use it on the same day, which nobody may. A permission that is no more is not used.
CREATE VIEW duty_conflict AS
SELECT gives.account_id, gives.id AS gives, uses.id AS uses, e.service
FROM access_grant gives JOIN granted_service s ON s.grant_id = gives.id
  JOIN access_grant uses ON uses.account_id = gives.account_id JOIN granted_permission p ON p.grant_id = uses.id
  JOIN permission_entry e ON e.code = p.permission AND (s.service IS NULL OR s.service = e.service)
WHERE max(gives.from_day, s.from_day, uses.from_day, p.from_day)
  <= min(coalesce(gives.to_day, '9999-12-31'), s.to_day, coalesce(uses.to_day, '9999-12-31'), p.to_day, coalesce(date(e.retired, '-1 day'), '9999-12-31'));

CREATE TRIGGER duties_of_a_new_grant AFTER INSERT ON access_grant WHEN EXISTS (SELECT 1 FROM duty_conflict c WHERE c.account_id = NEW.account_id)
BEGIN SELECT RAISE(ABORT, 'separation of duties'); END;
CREATE TRIGGER duties_of_a_changed_grant AFTER UPDATE ON access_grant WHEN EXISTS (SELECT 1 FROM duty_conflict c WHERE c.account_id = NEW.account_id)
BEGIN SELECT RAISE(ABORT, 'separation of duties'); END;
CREATE TRIGGER duties_of_a_role_that_uses AFTER INSERT ON user_role_permission WHEN EXISTS (SELECT 1 FROM duty_conflict c JOIN access_grant g ON g.account_id = c.account_id WHERE g.user_role_id = NEW.user_role_id)
BEGIN SELECT RAISE(ABORT, 'separation of duties'); END;
CREATE TRIGGER duties_of_a_role_that_uses_longer AFTER UPDATE ON user_role_permission WHEN EXISTS (SELECT 1 FROM duty_conflict c JOIN access_grant g ON g.account_id = c.account_id WHERE g.user_role_id = NEW.user_role_id)
BEGIN SELECT RAISE(ABORT, 'separation of duties'); END;
CREATE TRIGGER duties_of_a_role_that_administers AFTER INSERT ON user_role_service WHEN EXISTS (SELECT 1 FROM duty_conflict c JOIN access_grant g ON g.account_id = c.account_id WHERE g.user_role_id = NEW.user_role_id)
BEGIN SELECT RAISE(ABORT, 'separation of duties'); END;
CREATE TRIGGER duties_of_a_role_that_administers_longer AFTER UPDATE ON user_role_service WHEN EXISTS (SELECT 1 FROM duty_conflict c JOIN access_grant g ON g.account_id = c.account_id WHERE g.user_role_id = NEW.user_role_id)
BEGIN SELECT RAISE(ABORT, 'separation of duties'); END;

-- The day after an administrator's last one has another administrator, if the former was one on that day.
CREATE TRIGGER last_administrator AFTER UPDATE ON access_grant WHEN OLD.kind = 'administrator' AND coalesce(OLD.to_day, '9999-12-31') > NEW.to_day AND OLD.from_day <= coalesce(OLD.to_day, '9999-12-31')
  AND NOT EXISTS (SELECT 1 FROM access_grant g WHERE g.organisation_id = OLD.organisation_id AND g.kind = 'administrator'
    AND g.from_day <= max(date(NEW.to_day, '+1 day'), OLD.from_day)
    AND coalesce(g.to_day, '9999-12-31') >= max(date(NEW.to_day, '+1 day'), OLD.from_day))
BEGIN SELECT RAISE(ABORT, 'the last administrator'); END;
CREATE TRIGGER last_administrator_removed BEFORE DELETE ON access_grant WHEN OLD.kind = 'administrator'
BEGIN SELECT RAISE(ABORT, 'an administrator is ended, not removed'); END;

-- What has been given as a role, as the log tells of it, and when it holds.
CREATE VIEW given_role AS
SELECT g.account_id, g.organisation_id, g.from_day, coalesce(g.to_day, '9999-12-31') AS to_day,
  CASE WHEN g.kind = 'administrator' THEN 'administrator' ELSE coalesce(r.code, 'role: ' || r.name) END AS role
FROM access_grant g LEFT JOIN user_role r ON r.id = g.user_role_id WHERE g.kind <> 'permission';

-- Services that a user administers or uses.
CREATE VIEW service_of_user AS
SELECT account_id, organisation_id, from_day, to_day, service, permission FROM access_right
UNION ALL SELECT account_id, organisation_id, from_day, to_day, service, NULL FROM access_administration;

-- What has been given until a day.
CREATE VIEW ending_grant AS
SELECT account_id, organisation_id, from_day, to_day FROM access_grant WHERE to_day IS NOT NULL AND to_day >= from_day;

-- Since when each grant has not been acted in, and when it holds.
CREATE VIEW resting_grant AS
SELECT g.account_id, g.organisation_id, g.from_day, coalesce(g.to_day, '9999-12-31') AS to_day, coalesce(u.last_used, u.since) AS unused_since
FROM access_grant g JOIN grant_use u ON u.grant_id = g.id;

-- The users of organisations, with what has been given to them: first day, last day and what, each on a line.
CREATE VIEW access_user_row AS
SELECT u.id AS organisation_user_id, u.organisation_id, u.account_id, u.first_name, u.first_name_search, u.first_name_key,
  u.last_name, u.last_name_search, u.last_name_key, u.hsa_id, u.hsa_id_search, u.e_mail, u.e_mail_search,
  w.user_name, w.active, w.last_sign_in,
  (SELECT string_agg(g.from_day || '/' || g.to_day || '/' || g.role, char(10)) FROM given_role g
    WHERE g.account_id = u.account_id AND g.organisation_id = u.organisation_id) AS roles,
  (SELECT string_agg(x.from_day || '/' || x.to_day || '/' || x.service || '/' || coalesce(x.permission, ''), char(10))
    FROM service_of_user x WHERE x.account_id = u.account_id AND x.organisation_id = u.organisation_id) AS rights,
  (SELECT string_agg(g.from_day || '/' || g.to_day, char(10)) FROM access_grant g
    WHERE g.account_id = u.account_id AND g.organisation_id = u.organisation_id AND g.to_day IS NOT NULL) AS ends,
  (SELECT string_agg(r.from_day || '/' || r.to_day || '/' || r.unused_since, char(10)) FROM resting_grant r
    WHERE r.account_id = u.account_id AND r.organisation_id = u.organisation_id) AS uses
FROM organisation_user u JOIN account w ON w.id = u.account_id WHERE u.removed IS NULL;

-- What users have been given as roles, with the municipality of those that reach just one.
CREATE VIEW user_row AS
SELECT g.id AS assignment_id, g.account_id, g.organisation_id, w.name, w.name_search, w.name_key, w.user_name,
  CASE WHEN g.kind = 'administrator' THEN 'administrator' ELSE coalesce(r.code, 'role: ' || r.name) END AS role,
  o.name AS organisation, o.name_search AS organisation_search, w.active, w.last_sign_in, o.municipality,
  g.from_day, g.to_day
FROM access_grant g JOIN account w ON w.id = g.account_id JOIN organisation o ON o.id = g.organisation_id
  LEFT JOIN user_role r ON r.id = g.user_role_id
WHERE g.kind <> 'permission';
