"""The headings of LinkedIn's `Connections.csv`, in the languages in which it is known to come.

English, then German, French, Spanish, Italian, Dutch, Portuguese. All exports that were looked at are in
English whatever the language of the account; the others are as other readers of the file have met them, and
their near synonyms (see tests/feeds/SOURCES.md). No word means two columns.
"""

CONNECTIONS = {
    "first_name": ("First Name", "Vorname", "Prénom", "Nombre", "Nome", "Voornaam", "Primeiro nome"),
    "last_name": (
        *("Last Name", "Nachname", "Familienname", "Nom", "Nom de famille", "Apellido", "Apellidos"),
        *("Cognome", "Achternaam", "Sobrenome", "Apelido", "Último nome"),
    ),
    "url": (
        *("URL", "Profile URL", "Profil-URL", "URL du profil", "URL del perfil", "URL del profilo"),
        *("Profiel-URL", "URL do perfil"),
    ),
    "email": (
        *("Email Address", "Email", "E-Mail-Adresse", "Adresse e-mail", "Correo electrónico"),
        *("Dirección de correo electrónico", "Dirección de email", "Indirizzo email", "E-mailadres"),
        *("Endereço de e-mail",),
    ),
    "company": (
        *("Company", "Unternehmen", "Firma", "Entreprise", "Société", "Empresa", "Compañía", "Azienda"),
        *("Società", "Bedrijf", "Companhia"),
    ),
    "position": (
        *("Position", "Berufsbezeichnung", "Poste", "Fonction", "Cargo", "Puesto", "Posizione", "Qualifica"),
        *("Functie", "Positie", "Posição"),
    ),
    "connected_on": (
        *("Connected On", "Verbunden am", "Vernetzt am", "Date de connexion", "Connecté le"),
        *("Conectado el", "Fecha de conexión", "Data di collegamento", "Collegato il", "Verbonden op"),
        *("Conectado em", "Data de conexão", "Data da conexão"),
    ),
}
