//! Words of the frame round each page.

use crate::i18n::words;

words! {
    /// Words of the frame round each page.
    FrameWords;
    skip_to_content: "Hoppa till innehållet", "Skip to the content";
    main_menu: "Huvudmeny", "Main menu";
    open_menu: "Meny", "Menu";
    fold_menu: "Fäll ihop menyn", "Fold the menu";
    unfold_menu: "Fäll ut menyn", "Unfold the menu";
    role: "Roll", "Role";
    switch_role: "Byt roll", "Switch role";
    sign_out: "Logga ut", "Sign out";
    settings: "Inställningar", "Settings";
    language: "Språk", "Language";
    swedish: "Svenska", "Svenska";
    english: "English", "English";
    theme: "Utseende", "Appearance";
    theme_system: "Som enheten", "As the device";
    theme_light: "Ljust", "Light";
    theme_dark: "Mörkt", "Dark";
    messages: "Meddelanden", "Messages";
    product: "Kommunala aktivitetsansvaret", "Municipal activity responsibility";
    {
        unread_messages(count: &str): "Meddelanden, olästa: {count}", "Messages, unread: {count}";
    }
}
