//! Columns that hold data of a person, by what products and people call them.

/// Names that stand for data of a person, without blanks and marks.
const WHOLE: [&str; 18] = [
    "name",
    "fullname",
    "firstname",
    "lastname",
    "surname",
    "forename",
    "username",
    "mail",
    "email",
    "phone",
    "ip",
    "ipaddr",
    "ipaddress",
    "location",
    "latitude",
    "longitude",
    "refurl",
    "token",
];

/// Beginnings and parts of names that stand for data of a person.
const PARTS: [&str; 10] = [
    "emailaddress",
    "mailaddress",
    "ipaddress",
    "recipient",
    "locationlat",
    "locationlong",
    "externalreference",
    "telephone",
    "phonenumber",
    "youremail",
];

/// Whether a column holds data of a person, by its name.
pub(super) fn is_personal(name: &str) -> bool {
    let plain: String = name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    WHOLE.contains(&plain.as_str()) || PARTS.iter().any(|part| plain.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_products_that_name_a_person_are_known() {
        let personal = [
            "Email Address",
            "E-mail",
            "Username",
            "IPAddress",
            "ipaddr",
            "RecipientLastName",
            "RecipientEmail",
            "LocationLatitude",
            "First name",
            "Name",
            "refurl",
            "ExternalReference",
            "token",
        ];
        for name in personal {
            assert!(is_personal(name), "{name}");
        }
        for name in ["time_for_trying", "group", "Q1", "I can name what slows us down", "Timestamp"] {
            assert!(!is_personal(name), "{name}");
        }
    }
}
