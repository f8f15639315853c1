//! What the products differ in.

/// Whether a response counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Counts,
    Preview,
    Unfinished,
}

/// The cells of a response by the names of their columns.
pub(super) type Cells<'a> = dyn Fn(&str) -> Option<String> + 'a;

/// A product's way of writing responses.
#[derive(Clone, Copy)]
pub(super) struct Dialect {
    /// How many rows of headings there are.
    pub(super) headings: usize,
    /// The column that tells respondents apart, where the mapping names none.
    pub(super) respondent: Option<&'static str>,
    /// Columns of the product's own, which hold no answer.
    pub(super) own: &'static [&'static str],
    /// Whether a response counts, from the cells of the product's own columns.
    pub(super) state: fn(&Cells<'_>) -> State,
}

fn counts(_: &Cells<'_>) -> State {
    State::Counts
}

/// Our own wide CSV.
pub(super) const OWN: Dialect =
    Dialect { headings: 1, respondent: Some("respondent"), own: &[], state: counts };

/// Google Forms: no id of its own, so without a link key every row is another respondent. Its own columns are named in the
/// language of the form.
pub(super) const GOOGLE: Dialect = Dialect {
    headings: 1,
    respondent: None,
    own: &[
        "Timestamp",
        "Email Address",
        "Username",
        "Score",
        "Zeitstempel",
        "E-Mail-Adresse",
        "Nutzername",
        "Punktzahl",
        "Horodateur",
        "Adresse e-mail",
        "Nom d'utilisateur",
        "Marca temporal",
        "Dirección de correo electrónico",
        "Puntuación",
        "Informazioni cronologiche",
        "Indirizzo email",
        "Tijdstempel",
        "E-mailadres",
    ],
    state: counts,
};

/// SurveyJS.
pub(super) const SURVEYJS: Dialect = Dialect {
    headings: 0,
    respondent: Some("id"),
    own: &["id", "pageNo", "timeSpent", "instanceId", "createdAt", "HappendAt", "happenedAt", "locale"],
    state: counts,
};

/// Qualtrics: `Status` tells previews and tests, `Finished` what was not handed in, as words of the account's language or as
/// numbers.
pub(super) const QUALTRICS: Dialect = Dialect {
    headings: 3,
    respondent: Some("ResponseId"),
    own: &[
        "StartDate",
        "EndDate",
        "Status",
        "IPAddress",
        "Progress",
        "Duration (in seconds)",
        "Finished",
        "RecordedDate",
        "ResponseId",
        "RecipientLastName",
        "RecipientFirstName",
        "RecipientEmail",
        "ExternalReference",
        "LocationLatitude",
        "LocationLongitude",
        "DistributionChannel",
        "UserLanguage",
        "Q_RecaptchaScore",
        "Q_RelevantIDDuplicate",
        "Q_RelevantIDDuplicateScore",
        "Q_RelevantIDFraudScore",
        "Q_RelevantIDLastStartDate",
        "Q_DuplicateRespondent",
        "Q_BallotBoxStuffing",
        "Q_TotalDuration",
        "Q_StraightliningCount",
        "Q_StraightliningPercentage",
        "Q_StraightliningQuestions",
        "Q_UnansweredPercentage",
        "Q_UnansweredQuestions",
        "Q_AmbiguousTextPresent",
        "Q_AmbiguousTextQuestions",
    ],
    state: qualtrics,
};

fn qualtrics(cell: &Cells<'_>) -> State {
    let is = |column: &str, words: &[&str]| {
        cell(column).is_some_and(|cell| words.iter().any(|word| cell.eq_ignore_ascii_case(word)))
    };
    let preview = is("Status", &["Survey Preview", "Survey Test", "Offline Survey Preview", "1", "2", "17"]);
    if preview || is("DistributionChannel", &["preview"]) {
        State::Preview
    } else if is("Finished", &["False", "0", "Falsch", "Faux", "Falso", "Onwaar"]) {
        State::Unfinished
    } else {
        State::Counts
    }
}

/// LimeSurvey: what was not handed in has no `submitdate`. Headings are codes or texts.
pub(super) const LIMESURVEY: Dialect = Dialect {
    headings: 1,
    respondent: Some("id"),
    own: &[
        "id",
        "submitdate",
        "lastpage",
        "startlanguage",
        "seed",
        "token",
        "startdate",
        "datestamp",
        "ipaddr",
        "refurl",
        "Response ID",
        "Date submitted",
        "Last page",
        "Start language",
        "Seed",
        "Access code",
        "Date started",
        "Date last action",
        "IP address",
        "Referrer URL",
        "Antwort ID",
        "Datum Abgeschickt",
        "Letzte Seite",
        "Start-Sprache",
        "Zufallsstartwert",
        "Zugangscode",
        "Datum gestartet",
        "Datum letzte Aktivität",
        "IP-Adresse",
        "Weiterleitungs-URL",
        "ID de la réponse",
        "Date de soumission",
        "Dernière page",
        "Langue de départ",
        "Adresse IP",
    ],
    state: limesurvey,
};

fn limesurvey(cell: &Cells<'_>) -> State {
    let headings = ["submitdate", "Date submitted", "Datum Abgeschickt", "Date de soumission"];
    match headings.into_iter().find_map(cell) {
        Some(date) if date.is_empty() || date == "N/A" => State::Unfinished,
        _ => State::Counts,
    }
}
