//! Where a form that nobody signed in for leads back to, as when the session ended meanwhile.

use crate::house::House;

#[tokio::test]
async fn a_form_whose_session_is_over_leads_back_to_the_page_on_which_it_stands() {
    let house = House::new().await;
    let own = "/my/01890000-0000-7000-8000-000000000000";
    for (sent_to, from, back) in [
        ("/account/password", "", "/account"),
        (&*format!("{own}/leave"), "", &*format!("{own}/leave")),
        (
            &*format!("{own}/offers"),
            &*format!("https://directory.example{own}/offers/new?purpose=need"),
            &*format!("{own}/offers/new?purpose=need"),
        ),
        (
            "/account/password",
            "https://evil.example/account",
            "/account",
        ),
        (
            "/account/password",
            "https://directory.example/nowhere",
            "/account",
        ),
    ] {
        let headers: Vec<_> = [("referer", from)]
            .into_iter()
            .filter(|(_, from)| !from.is_empty())
            .collect();
        let asked = house.post_with(sent_to, "", &headers).await;
        let next = crate::my::body(&[("next", back)]);
        assert_eq!(asked.to(), format!("/sign-in?{next}"), "{sent_to} {from}");
    }
}
