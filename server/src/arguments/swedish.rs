//! The help in Swedish. The English one stands with the arguments; a test holds the two together.

/// The Swedish of a help text; one that is not listed stays as it is.
pub fn of(english: &str) -> String {
    let found = HELP.iter().find(|(listed, _)| *listed == english);
    found.map_or(english, |(_, swedish)| swedish).to_owned()
}

/// What clap itself writes round the help texts.
pub const FRAME: [(&str, &str); 8] = [
    ("Usage:", "Användning:"),
    ("Commands:", "Kommandon:"),
    ("Arguments:", "Argument:"),
    ("Options:", "Flaggor:"),
    ("[OPTIONS]", "[FLAGGOR]"),
    ("<COMMAND>", "<KOMMANDO>"),
    ("[default:", "[förval:"),
    ("[env:", "[miljövariabel:"),
];

/// English and Swedish.
pub const HELP: [(&str, &str); 101] = [
    (
        "Fyren: the register of young people that a municipality is responsible for",
        "Fyren: registret över de unga som en kommun har aktivitetsansvar för",
    ),
    (
        "Start with `fyren demo` and `fyren serve`, or see README.md for the first ten minutes.",
        "Börja med `fyren demo` och `fyren serve`, eller läs README.md om de första tio minuterna.",
    ),
    ("Print help", "Visa hjälpen"),
    ("Print version", "Visa versionen"),
    (
        "Print this message or the help of the given subcommand(s)",
        "Visa den här texten eller hjälpen för ett kommando",
    ),
    (
        "The database: sqlite://PATH (with ?mode=ro, ?mode=rwc …) or postgres://USER@HOST/NAME",
        "Databasen: sqlite://SÖKVÄG (med ?mode=ro, ?mode=rwc …) eller postgres://ANVÄNDARE@VÄRD/NAMN",
    ),
    ("The language of messages", "Meddelandenas språk"),
    ("Serve the web pages", "Visa webbsidorna"),
    (
        "Create the database if there is none, and bring it up to date",
        "Skapa databasen om den saknas, och uppdatera den",
    ),
    (
        "Fill a new database with made-up people, schools and three years of casework",
        "Fyll en ny databas med påhittade personer, skolor och tre års handläggning",
    ),
    ("Import a file", "Läs in en fil"),
    ("Run a job now", "Kör ett jobb nu"),
    (
        "Print every case of a municipality, closed ones too",
        "Skriv ut en kommuns alla ärenden, också avslutade",
    ),
    ("The report to Statistics Sweden", "Rapporten till SCB"),
    ("Make a report, keep it, and write its file", "Skapa en rapport, spara den och skriv filen"),
    (
        "Tell what would have to be mended in a report, and make none",
        "Visa vad som behöver rättas i en rapport, utan att skapa den",
    ),
    ("The file to write, which may not be there yet", "Filen som ska skrivas; den får inte redan finnas"),
    ("Make another of a period that is closed", "Skapa en till för en period som är stängd"),
    (
        "The first day of the period [default: the last whole half-year]",
        "Periodens första dag [förval: det senaste hela halvåret]",
    ),
    ("The last day of the period", "Periodens sista dag"),
    ("How municipalities apply the rules", "Hur kommuner tillämpar reglerna"),
    ("Who may sign in", "Vilka som får logga in"),
    ("The organisations, and which services they have", "Organisationerna, och vilka e-tjänster de har"),
    ("Print the organisations with their agreements", "Visa organisationerna med deras avtal"),
    ("Let an organisation have a service", "Låt en organisation ha en e-tjänst"),
    ("End the agreement of an organisation for a service", "Avsluta en organisations avtal för en e-tjänst"),
    (
        "Confirm what a user has in the recertification under way, for an administrator who is alone",
        "Bekräfta det en användare har i den behörighetsgenomgång som pågår, för en ensam administratör",
    ),
    ("The name of the organisation", "Organisationens namn"),
    ("The code of the service", "E-tjänstens kod"),
    (
        "The first day on which the user may sign in [default: today]",
        "Första dagen som användaren får logga in [förval: i dag]",
    ),
    ("The first day [default: today]", "Första dagen [förval: i dag]"),
    ("The last day [default: until further notice]", "Sista dagen [förval: tills vidare]"),
    ("The last day [default: today]", "Sista dagen [förval: i dag]"),
    ("The log of who did and read what", "Loggen över vem som har gjort och läst vad"),
    ("The address to answer on", "Adressen att svara på"),
    (
        "The folder with the client's files [default: site beside the program, else target/site]",
        "Mappen med klientens filer [förval: site bredvid programmet, annars target/site]",
    ),
    (
        "Answer as if today were this date, for demonstrations and tests",
        "Svara som om det vore detta datum idag, för demonstrationer och tester",
    ),
    (
        "Answer as if it were so many hours later, or earlier, for tests",
        "Svara som om klockan vore så många timmar mer, eller mindre, för prov",
    ),
    (
        "Addresses of this site as browsers write them, behind a proxy that changes the Host header",
        "Webbplatsens adresser som webbläsare skriver dem, bakom en proxy som ändrar Host-huvudet",
    ),
    (
        "The proxy that the last address of X-Forwarded-For is taken from, to limit attempts to sign in",
        "Proxyn vars sista adress i X-Forwarded-For räknas när inloggningsförsök begränsas",
    ),
    (
        "After how many seconds without a word of the server at work on a large bulk change another server takes it over",
        "Efter hur många sekunders tystnad från servern som arbetar med en stor massändring en annan server tar över den",
    ),
    (
        "The file with the key that the secrets of two-step sign-in are sealed with, made when it is not there [default: beside the SQLite database]",
        "Filen med nyckeln som tvåstegsinloggningens hemligheter förseglas med, skapas om den saknas [förval: bredvid SQLite-databasen]",
    ),
    (
        "Ask everybody who signs in with a password for two-step sign-in",
        "Kräv tvåstegsinloggning av alla som loggar in med lösenord",
    ),
    (
        "Take away a user's two-step sign-in, when they have lost it; their sessions end",
        "Ta bort en användares tvåstegsinloggning, när den är förlorad; användaren loggas ut",
    ),
    ("How many residents to make", "Hur många invånare som ska skapas"),
    ("The same number and seed make the same data", "Samma antal och frö ger samma uppgifter"),
    ("The demo's today [default: today]", "Demons idag [förval: idag]"),
    ("Only print who can sign in to a demo", "Visa bara vilka som kan logga in i en demo"),
    (
        "People from the population register (XML of the Tax Agency's notification)",
        "Personer ur folkbokföringen (Skatteverkets avisering i XML)",
    ),
    (
        "Pupils' placements (CSV); the file is the whole truth for its organiser and academic year",
        "Elevers placeringar (CSV); filen är hela sanningen för sin huvudman och sitt läsår",
    ),
    ("The file", "Filen"),
    ("The import's date [default: today]", "Inläsningens datum [förval: idag]"),
    ("Print the outcome as JSON", "Skriv utfallet som JSON"),
    ("The organiser's organisation number", "Huvudmannens organisationsnummer"),
    (
        "The academic year that the file replaces, such as 2026/2027",
        "Läsåret som filen ersätter, till exempel 2026/2027",
    ),
    (
        "The import's date: what the file no longer has ends the day before [default: today]",
        "Inläsningens datum: det som filen inte längre har slutar dagen innan [förval: idag]",
    ),
    (
        "Make unknown organisers, units and study paths instead of refusing their rows",
        "Skapa okända huvudmän, enheter och studievägar i stället för att neka deras rader",
    ),
    ("The nightly run: open and close cases", "Nattkörningen: öppna och avsluta ärenden"),
    (
        "A municipality's code, or * for every one with a policy",
        "En kommuns kod, eller * för alla som har en policy",
    ),
    ("The business date [default: today]", "Dagen som körs [förval: idag]"),
    ("Tell what would be done, and write nothing", "Berätta vad som skulle göras, och skriv inget"),
    ("Print the report as JSON", "Skriv rapporten som JSON"),
    ("The municipality's code", "Kommunens kod"),
    ("As of which date statuses are [default: today]", "Vilken dag statusarna gäller [förval: idag]"),
    ("Print as JSON", "Skriv som JSON"),
    (
        "Set how a municipality applies the rules from a date on",
        "Bestäm hur en kommun tillämpar reglerna från ett datum",
    ),
    ("Print every municipality's policies", "Visa alla kommuners policyer"),
    ("Set how soon the start page gives alarms", "Bestäm hur snart startsidan larmar"),
    (
        "The municipality's code [default: every one that has set nothing itself]",
        "Kommunens kod [förval: alla som inte har bestämt något själva]",
    ),
    ("After how many days without contact", "Efter hur många dagar utan kontakt"),
    ("How many days before a measure ends", "Hur många dagar innan en åtgärd slutar"),
    ("The rule set", "Regelverket"),
    ("From which date", "Från vilket datum"),
    (
        "The yearly break, such as 06-01..08-31, or none [default: as before, else 06-01..08-31]",
        "Det årliga uppehållet, till exempel 06-01..08-31, eller none [förval: som förut, annars 06-01..08-31]",
    ),
    (
        "Whether municipal adult education counts as equal to a national programme [default: as before, else no]",
        "Om komvux räknas som ett nationellt program [förval: som förut, annars no]",
    ),
    ("Make a user", "Skapa en användare"),
    ("Print all users", "Visa alla användare"),
    (
        "Give a user another password; their sessions end",
        "Ge en användare ett annat lösenord; användaren loggas ut",
    ),
    ("The user name", "Användarnamnet"),
    (
        "Read the password from standard input instead of making one",
        "Läs lösenordet från standard in i stället för att skapa ett",
    ),
    (
        "Keep a user from signing in; their sessions end",
        "Hindra en användare från att logga in; användaren loggas ut",
    ),
    ("Let a user sign in again", "Låt en användare logga in igen"),
    (
        "Prove that no entry of the log has been altered or removed; ends with status 1 when one has",
        "Visa att ingen post i loggen har ändrats eller tagits bort; slutar med status 1 om någon har det",
    ),
    (
        "Hold the log against the anchors in this file as well",
        "Jämför loggen också med ankarna i den här filen",
    ),
    (
        "Add where the log ends to a file outside the database, which shows when it is cut off or written anew",
        "Lägg till var loggen slutar i en fil utanför databasen, som visar om den kapas eller skrivs om",
    ),
    (
        "The file that a line is added to, made when it is not there",
        "Filen som en rad läggs till i, skapas om den saknas",
    ),
    (
        "The file outside the database that gets a line every ten minutes on where the log ends, made when it is not there",
        "Filen utanför databasen som var tionde minut får en rad om var loggen slutar, skapas om den saknas",
    ),
    (
        "The file that names the providers of OpenID Connect through which users sign in",
        "Filen som namnger de inloggningstjänster (OpenID Connect) genom vilka användare loggar in",
    ),
    (
        "Write the HSA-id on the card with which a user signs in",
        "Skriv det HSA-id som står på kortet som en användare loggar in med",
    ),
    ("The HSA-id, such as SE2321000016-1003", "HSA-id, till exempel SE2321000016-1003"),
    ("The user's name", "Användarens namn"),
    ("The role", "Rollen"),
    (
        "The municipalities that the role reaches; several for a region",
        "Kommunerna som rollen når; flera för en region",
    ),
    (
        "The name of the region, where the role reaches several municipalities",
        "Regionens namn, om rollen når flera kommuner",
    ),
    (
        "The file that says how the population register itself is asked for those who are entered by hand",
        "Filen som säger hur folkbokföringen själv tillfrågas om dem som registreras för hand",
    ),
    (
        "Letters by e-mail, which say that there is a message",
        "E-brev, som säger att det finns ett meddelande",
    ),
    (
        "The file that names the server for e-mail to which letters are given that say that there is a message",
        "Filen som namnger e-postservern som får de brev som säger att det finns ett meddelande",
    ),
    ("Send a letter, to see whether it arrives", "Skicka ett brev, för att se om det kommer fram"),
    ("To where", "Vart"),
    ("The file that names the server for e-mail", "Filen som namnger e-postservern"),
    ("Print the letters that could not be sent", "Skriv ut de brev som inte kunde skickas"),
];
