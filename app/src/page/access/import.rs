//! Many users at once by a table that is pasted. Drawn by the server, with plain forms.

use domain::{
    access::{
        user::UserField,
        user_import::{ImportRow, RowOutcome},
    },
    language::{Language, Message, Named},
};
use leptos::prelude::*;
use server_fn::ServerFn;
use service::access_import::ImportPlan;

use super::above;
use crate::{
    component::notice::good,
    page::record::{Field, asks_before_leaving, drawn_with, interruption, summary},
    path,
    server::{access::import::LOOKED_AT, form::Draft},
    serverfn::access::ImportUsers,
    words::AccessWords,
};

/// The form, with what the table would do once it has been looked at.
pub fn view(
    field: &Field,
    (plan, told): (Option<&ImportPlan>, Vec<String>),
    once: &str,
    draft: &Draft,
    words: Language,
) -> AnyView {
    let doing = plan.map_or(0, ImportPlan::doing);
    let save = (doing > 0).then(|| {
        let name = words.save_rows(&doing.to_string());
        view! { <button class="ds-button" type="submit" name="what" value="import">{name}</button> }
    });
    let looked_at = plan.map(|plan| {
        let name = format!("fields[{LOOKED_AT}]");
        view! { <input type="hidden" name=name value=plan.seal.clone()/> }.into_any()
    });
    let variant = (doing > 0).then_some("secondary");
    let preview = view! {
        <button class="ds-button" data-variant=variant type="submit" name="what" value="preview">{words.preview()}</button>
    };
    view! {
        {above(None, "", words)}
        <div class="page-head">
            <div><h1>{words.import_users()}</h1> <p class="page-intro">{words.import_users_text()}</p></div>
        </div>
        {good(told)}
        <form {..asks_before_leaving(draft.is_filled_in(), words)} class="record-form" method="post" action=ImportUsers::url() novalidate>
            {plan.map(|plan| outcomes(plan, words))}
            <section class="card record">
                {interruption(draft.interrupted, draft.is_lost, words)}
                {summary::view(&draft.problems, words)}
                {drawn_with(once)}
                {looked_at}
                <div class="record-fields">{field.view(&draft.problems, words)}</div>
                <div class="panel-actions">
                    {save}
                    {preview}
                    <a class="ds-button" data-variant="secondary" href=path::ACCESS>{words.cancel()}</a>
                </div>
            </section>
        </form>
    }
    .into_any()
}

/// What each row would do.
fn outcomes(plan: &ImportPlan, words: Language) -> AnyView {
    let rows: Vec<_> =
        plan.rows.iter().zip(&plan.outcomes).map(|(row, outcome)| line(row, outcome, words)).collect();
    let told = words.import_told(&plan.doing().to_string(), &plan.wrong().to_string());
    view! {
        <section class="card facts-card" aria-labelledby="outcomes">
            <h2 id="outcomes">{words.what_happens()}</h2>
            <p role="status">{told}</p>
            <table class="plain-table stacks">
                <thead>
                    <tr>
                        <th scope="col">{words.row()}</th>
                        <th scope="col">{words.name()}</th>
                        <th scope="col">{UserField::HsaId.name(words)}</th>
                        <th scope="col">{UserField::EMail.name(words)}</th>
                        <th scope="col">{words.outcome()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
    .into_any()
}

fn line(row: &ImportRow, outcome: &RowOutcome, words: Language) -> AnyView {
    let name = format!("{} {}", row.form.first_name, row.form.last_name);
    let happens = match outcome {
        RowOutcome::New(_) => vec![words.row_new().to_owned()],
        RowOutcome::Same => vec![words.row_same().to_owned()],
        RowOutcome::Changed { fields, .. } => {
            let names: Vec<&str> = fields.iter().map(|field| field.name(words)).collect();
            vec![words.row_changed(&names.join(", "))]
        }
        RowOutcome::Wrong(refusals) => {
            let refusals = refusals.iter().map(|refusal| refusal.message(words));
            [words.row_wrong().to_owned()].into_iter().chain(refusals).collect()
        }
    };
    let happens: Vec<_> = happens.into_iter().map(|text| view! { <p>{text}</p> }.into_any()).collect();
    view! {
        <tr>
            <td class="number" data-label=words.row()>{row.line.to_string()}</td>
            <th scope="row">{name.trim().to_owned()}</th>
            <td data-label=UserField::HsaId.name(words)>{row.form.hsa_id.clone()}</td>
            <td data-label=UserField::EMail.name(words)>{row.form.e_mail.clone()}</td>
            <td class="import-outcome" data-label=words.outcome()>{happens}</td>
        </tr>
    }
    .into_any()
}
