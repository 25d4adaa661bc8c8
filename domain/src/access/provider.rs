//! Signing in through a provider of OpenID Connect: whose account an answer is about, and why nobody is signed in.

use super::hsa_id::HsaId;
use crate::{
    civic_number::{CivicNumber, CivicNumberKind},
    id::AccountId,
    language::{Language, Message, Named, named},
};

named! {
    /// Why nobody was signed in through a provider. The name is the whole sentence, and holds nothing that came from the provider.
    pub enum ProviderRefusal {
        Denied = "provider-denied",
            "Inloggningen avbröts eller nekades av inloggningstjänsten. Kontrollera kortet och försök igen.",
            "The sign-in was cancelled or denied by the sign-in service. Check the card and try again.";
        Down = "provider-down",
            "Inloggningstjänsten svarar inte. Försök igen om några minuter.",
            "The sign-in service does not answer. Try again in a few minutes.";
        Faulty = "provider-faulty",
            "Svaret från inloggningstjänsten går inte att lita på. Börja om från inloggningssidan, och vänd dig till driften om det händer igen.",
            "The answer of the sign-in service cannot be trusted. Begin again from the sign-in page, and turn to those who operate Fyren if it happens again.";
        NotAwaited = "provider-not-awaited",
            "Inloggningen tog för lång tid, har redan använts eller påbörjades i en annan webbläsare. Börja om från inloggningssidan.",
            "The sign-in took too long, has been used already, or was begun in another browser. Begin again from the sign-in page.";
        WithoutId = "provider-without-id",
            "Inloggningstjänsten lämnade inget HSA-id eller personnummer som går att använda. Vänd dig till den som administrerar behörigheter i din organisation.",
            "The sign-in service gave no HSA-id or personal number that can be used. Turn to whoever administers permissions in your organisation.";
        Unknown = "provider-unknown",
            "Ingen användare har det HSA-id eller personnummer som du loggade in med. Vänd dig till den som administrerar behörigheter i din organisation.",
            "No user has the HSA-id or personal number that you signed in with. Turn to whoever administers permissions in your organisation.";
        Several = "provider-several",
            "Flera användare har det HSA-id eller personnummer som du loggade in med. Vänd dig till den som administrerar behörigheter i din organisation.",
            "Several users have the HSA-id or personal number that you signed in with. Turn to whoever administers permissions in your organisation.";
        Disagreed = "provider-disagreed",
            "Dina organisationer har inte skrivit samma HSA-id eller personnummer för dig. Vänd dig till dem som administrerar behörigheter i dem.",
            "Your organisations have not written the same HSA-id or personal number for you. Turn to those who administer permissions in them.";
        Closed = "provider-closed",
            "Ditt konto får inte användas. Vänd dig till den som administrerar behörigheter i din organisation.",
            "Your account may not be used. Turn to whoever administers permissions in your organisation.";
        NothingToDo = "provider-nothing-to-do",
            "Du har ingen behörighet som gäller i dag. Vänd dig till den som administrerar behörigheter i din organisation.",
            "You have no permission that holds today. Turn to whoever administers permissions in your organisation.";
        Locked = "provider-locked",
            "Kontot är låst efter för många felaktiga försök med lösenord. Försök igen om en kvart.",
            "The account is locked after too many wrong attempts with a password. Try again in a quarter of an hour.";
    }
}

impl ProviderRefusal {
    /// What an error that a provider answers with means to whoever signs in (RFC 6749, section 4.1.2.1, and OpenID Connect Core,
    /// section 3.1.2.6). What is not known is a fault between Fyren and the provider, which its user can do nothing about.
    pub fn of_error(error: &str) -> Self {
        match error {
            "access_denied"
            | "login_required"
            | "interaction_required"
            | "account_selection_required"
            | "consent_required" => Self::Denied,
            "temporarily_unavailable" | "server_error" => Self::Down,
            _ => Self::Faulty,
        }
    }
}

impl Message for ProviderRefusal {
    fn message(&self, language: Language) -> String {
        self.name(language).to_owned()
    }
}

/// How the journal tells that somebody was signed in through a provider.
pub const PROVIDER: &str = "provider";

/// What a provider vouches for of somebody: by which a user is found.
#[derive(Clone, PartialEq, Eq)]
pub enum VouchedId {
    /// The HSA-id of a card.
    HsaId(HsaId),
    /// The personal number of an e-identification.
    CivicNumber(CivicNumber),
}

crate::private_debug!(VouchedId);

/// Which of them a provider vouches for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VouchedKind {
    /// The HSA-id.
    HsaId,
    /// The personal number.
    CivicNumber,
}

impl VouchedId {
    /// What a provider has told.
    ///
    /// # Errors
    /// [`ProviderRefusal::WithoutId`] where that is nothing, or nothing that anybody can be found by.
    pub fn read(kind: VouchedKind, told: &str) -> Result<Self, ProviderRefusal> {
        let read = match kind {
            VouchedKind::HsaId => HsaId::try_from(told).ok().map(Self::HsaId),
            VouchedKind::CivicNumber => CivicNumber::try_from(told)
                .ok()
                .filter(|number| number.kind() != CivicNumberKind::Temporary)
                .map(Self::CivicNumber),
        };
        read.ok_or(ProviderRefusal::WithoutId)
    }
}

/// An account among whose users one has the id that somebody signed in with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Which one.
    pub account: AccountId,
    /// Whether it may be used.
    pub usable: bool,
    /// Whether every organisation that it is a user of has written that id.
    pub agreed: bool,
}

/// Whose account an answer is about. The same account may be a user of several organisations, which is one person; several accounts
/// are never chosen between, since nobody can tell which of them the card belongs to. An account that may not be used is in no
/// other's way.
///
/// Each organisation of an account has to have written the id: or whoever administers one of them could write their own, and reach by
/// it what another has given.
///
/// # Errors
/// [`ProviderRefusal::Unknown`], [`ProviderRefusal::Several`], [`ProviderRefusal::Disagreed`] or [`ProviderRefusal::Closed`].
pub fn whose(candidates: &[Candidate]) -> Result<AccountId, ProviderRefusal> {
    let mut usable = candidates.iter().filter(|candidate| candidate.usable);
    match usable.next() {
        Some(first) if usable.any(|other| other.account != first.account) => Err(ProviderRefusal::Several),
        Some(first) if !first.agreed => Err(ProviderRefusal::Disagreed),
        Some(first) => Ok(first.account),
        None if candidates.is_empty() => Err(ProviderRefusal::Unknown),
        None => Err(ProviderRefusal::Closed),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(&[], Err(ProviderRefusal::Unknown))]
    #[case(&[(1, true)], Ok(1))]
    #[case(&[(1, true), (1, true)], Ok(1))]
    #[case(&[(1, true), (2, true)], Err(ProviderRefusal::Several))]
    #[case(&[(1, true), (1, true), (2, true)], Err(ProviderRefusal::Several))]
    #[case(&[(1, false), (2, true)], Ok(2))]
    #[case(&[(1, false)], Err(ProviderRefusal::Closed))]
    #[case(&[(1, false), (2, false)], Err(ProviderRefusal::Closed))]
    fn an_answer_is_about_one_account_or_none(
        #[case] candidates: &[(i64, bool)],
        #[case] expected: Result<i64, ProviderRefusal>,
    ) {
        let candidates: Vec<Candidate> = candidates
            .iter()
            .map(|&(account, usable)| Candidate { account: AccountId(account), usable, agreed: true })
            .collect();
        assert_eq!(whose(&candidates), expected.map(AccountId));
    }

    #[test]
    fn every_organisation_of_an_account_has_to_have_written_the_id() {
        let candidate = Candidate { account: AccountId(1), usable: true, agreed: false };
        assert_eq!(whose(&[candidate]), Err(ProviderRefusal::Disagreed));
        assert_eq!(whose(&[Candidate { usable: false, ..candidate }]), Err(ProviderRefusal::Closed));
    }

    #[rstest]
    #[case(VouchedKind::HsaId, "se2321000016-1003", true)]
    #[case(VouchedKind::HsaId, "", false)]
    #[case(VouchedKind::HsaId, "två ord", false)]
    #[case(VouchedKind::CivicNumber, "200808172381", true)]
    #[case(VouchedKind::CivicNumber, "20080817-2381", true)]
    #[case(VouchedKind::CivicNumber, "200808172382", false)]
    #[case(VouchedKind::CivicNumber, "SE2321000016-1003", false)]
    #[case(VouchedKind::CivicNumber, "", false)]
    fn what_a_provider_tells_is_an_id_of_its_kind_or_none(
        #[case] kind: VouchedKind,
        #[case] told: &str,
        #[case] is_one: bool,
    ) {
        let read = VouchedId::read(kind, told);
        assert_eq!(read.as_ref().err(), (!is_one).then_some(&ProviderRefusal::WithoutId));
    }

    #[rstest]
    #[case("access_denied", ProviderRefusal::Denied)]
    #[case("login_required", ProviderRefusal::Denied)]
    #[case("temporarily_unavailable", ProviderRefusal::Down)]
    #[case("invalid_scope", ProviderRefusal::Faulty)]
    #[case("<script>", ProviderRefusal::Faulty)]
    #[case("", ProviderRefusal::Faulty)]
    fn an_error_of_a_provider_has_a_sentence_of_ours(#[case] error: &str, #[case] refusal: ProviderRefusal) {
        assert_eq!(ProviderRefusal::of_error(error), refusal);
        assert!(Language::ALL.iter().all(|language| !refusal.message(*language).contains(['<', '_'])));
    }
}
