//! Columns that hold data of a person, by what products and people call them.

/// Names that stand for data of a person, without blanks and marks; products write them in the language of the form.
const WHOLE: [&str; 54] = [
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
    "address",
    "street",
    "vorname",
    "nachname",
    "familienname",
    "benutzername",
    "nutzername",
    "telefon",
    "telefonnummer",
    "handynummer",
    "standort",
    "anschrift",
    "adresse",
    "ipadresse",
    "adresseip",
    "referrerurl",
    "weiterleitungsurl",
    "zugangscode",
    "accesscode",
    "nom",
    "prénom",
    "prenom",
    "nomdutilisateur",
    "courriel",
    "téléphone",
    "nombre",
    "apellido",
    "apellidos",
    "correo",
    "teléfono",
    "nome",
    "cognome",
    "naam",
    "voornaam",
    "achternaam",
    "telefoonnummer",
];

/// Beginnings and parts of names that stand for data of a person.
const PARTS: [&str; 14] = [
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
    "emailadres",
    "adresseemail",
    "indirizzoemail",
    "correoelectr",
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
            "E-Mail-Adresse",
            "Vorname",
            "Adresse e-mail",
            "Prénom",
            "Dirección de correo electrónico",
            "Indirizzo email",
            "E-mailadres",
            "IP-Adresse",
            "Access code",
        ];
        for name in personal {
            assert!(is_personal(name), "{name}");
        }
        for name in
            ["time_for_trying", "group", "Q1", "I can name what slows us down", "Timestamp", "Zeitstempel"]
        {
            assert!(!is_personal(name), "{name}");
        }
    }
}
